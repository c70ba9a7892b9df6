/* The residents' chat. Plain ES5, so that an old phone can run it; nothing is loaded from elsewhere. */
(function () {
  'use strict';

  var NAMES = { resident: '我', huiyin: '回音', operator: '值班同志' };
  var UNSENT = 'huiyin-unsent';
  var list = document.getElementById('messages');
  var form = document.getElementById('form');
  var words = document.getElementById('words');
  var files = document.getElementById('files');
  var notice = document.getElementById('notice');
  var busy = document.getElementById('busy');
  var after = 0;
  var sending = false;
  var offline = false;
  var held = false;
  var typing = false;
  var typedAt = 0;
  var queue = recall();

  function recall() {
    try { return JSON.parse(localStorage.getItem(UNSENT)) || []; } catch (e) { return []; }
  }

  function remember() {
    try { localStorage.setItem(UNSENT, JSON.stringify(queue)); } catch (e) { /* a phone without storage: the queue lives with the page */ }
  }

  function call(method, url, body, done) {
    var request = new XMLHttpRequest();
    request.open(method, url, true);
    request.timeout = 60000;
    request.setRequestHeader('X-Huiyin', '1');
    if (typeof body === 'string') { request.setRequestHeader('Content-Type', 'application/json'); }
    request.onload = function () {
      var answer = null;
      try { answer = JSON.parse(request.responseText); } catch (e) { answer = null; }
      done(request.status, answer);
    };
    request.onerror = request.ontimeout = function () { done(0, null); };
    request.send(body || null);
  }

  function tell(text) {
    notice.textContent = text || '';
    notice.hidden = !text;
  }

  function standing(state, ahead, staffed) {
    if (offline) { return; }
    if (state === 'waiting' && !staffed) { tell('已经转给值班同志，这会儿不是上班时间。您的话他们都会看到，急事请打电话。'); }
    else if (state === 'waiting') { tell(ahead ? '正在接值班同志，前面还有 ' + ahead + ' 位。等的时候可以接着说。' : '正在接值班同志，您的话他们都会看到。'); }
    else if (state === 'operator') { tell('现在是值班同志在跟您说话。'); }
    else { tell(''); }
  }

  // Two kinds of lists are pages of this site; their addresses become links, nothing else does.
  function withLists(node, text) {
    text.split(/((?:https?:\/\/[^\s\/]+)?\/(?:materials\/[a-z_]+(?:\?with=[a-z_,]+)?|my\/benefits\/[\w-]+))/).forEach(function (part) {
      var at = part.search(/\/(materials|my\/benefits)\//);
      if (at < 0) { node.appendChild(document.createTextNode(part)); return; }
      var link = document.createElement('a');
      link.href = part.slice(at);
      link.target = '_blank';
      link.rel = 'noopener';
      link.textContent = part.indexOf('/my/') < 0 ? '材料清单（可打印）' : '救助幸福清单（可打印）';
      node.appendChild(link);
    });
  }

  function element(name, className, text) {
    var made = document.createElement(name);
    if (className) { made.className = className; }
    if (text) { made.textContent = text; }
    return made;
  }

  function bubble(message, unsent) {
    var item = element('li', message.who + (unsent ? ' unsent' : ''));
    item.appendChild(element('p', 'name', NAMES[message.who] + (unsent ? '（还没发出去）' : message.at ? ' ' + message.at : '')));
    var body = element('div', 'bubble');
    var i;
    for (i = 0; i < (message.files || []).length; i += 1) {
      if (message.files[i].kind === 'image') {
        var picture = element('img');
        picture.src = '/chat/picture/' + message.files[i].id;
        picture.alt = message.files[i].name;
        picture.onload = atEndAgain(atEnd());
        body.appendChild(picture);
      } else {
        body.appendChild(element('div', 'file', '［' + message.files[i].name + '］'));
      }
    }
    if (message.text) { withLists(body, message.text); }
    item.appendChild(body);
    if (message.buttons && message.buttons.length) {
      item.appendChild(choicesOf(message.buttons));
    }
    return item;
  }

  /* Two short ones that follow each other (有用、没用) stay in one row. */
  function choicesOf(buttons) {
    var all = element('div', 'choices');
    var i = 0;
    while (i < buttons.length) {
      var next = buttons[i + 1];
      if (next && buttons[i].title.length <= 2 && next.title.length <= 2) {
        var pair = element('div', 'beside');
        pair.appendChild(choice(buttons[i]));
        pair.appendChild(choice(next));
        all.appendChild(pair);
        i += 2;
      } else {
        all.appendChild(choice(buttons[i]));
        i += 1;
      }
    }
    return all;
  }

  function choice(button) {
    var made = element('button', '', button.title);
    made.type = 'button';
    made.onclick = function () { say(button.title, button.id); };
    return made;
  }

  function retire() {
    var old = list.querySelectorAll('.choices button');
    var i;
    for (i = 0; i < old.length; i += 1) { old[i].disabled = true; }
  }

  function atEnd() {
    return window.innerHeight + window.pageYOffset >= document.body.scrollHeight - 160;
  }

  // A picture grows when it comes: who was at the end stays there.
  function atEndAgain(follow) {
    return function () { if (follow) { window.scrollTo(0, document.body.scrollHeight); } };
  }

  function show(answer) {
    var follow = atEnd();
    var fresh = false;
    var i;
    if (!answer || !answer.messages) { return; }
    for (i = 0; i < answer.messages.length; i += 1) {
      var message = answer.messages[i];
      if (message.id <= after) { continue; }
      if (message.who === 'resident') { if (!message.aside) { retire(); } dropUnsent(); fresh = true; }
      list.insertBefore(bubble(message), list.querySelector('li.unsent'));
      after = message.id;
    }
    standing(answer.state, answer.ahead, answer.staffed);
    held = answer.state === 'operator';
    typing = Boolean(answer.typing);
    document.getElementById('typing').hidden = !typing;
    if (answer.messages.length && (follow || fresh)) { window.scrollTo(0, document.body.scrollHeight); }
  }

  function dropUnsent() {
    var shown = list.querySelector('li.unsent');
    if (shown) { list.removeChild(shown); }
  }

  function say(text, button) {
    var said = { update: 'w' + new Date().getTime() + Math.random().toString(36).slice(2, 8), text: text, button: button || null };
    queue.push(said);
    remember();
    list.appendChild(bubble({ who: 'resident', text: text }, true));
    window.scrollTo(0, document.body.scrollHeight);
    flush();
  }

  function flush() {
    if (sending || !queue.length) { return; }
    sending = true;
    busy.hidden = false;
    var said = queue[0];
    call('POST', '/chat/say?after=' + after, JSON.stringify(said), function (status, answer) {
      sending = false;
      busy.hidden = true;
      if (status === 200 || refused(status)) {
        queue.shift();
        remember();
        connected();
        if (status === 200) { show(answer); } else { dropUnsent(); giveBack(said); tell(detail(answer)); }
        flush();
      } else if (status === 401 || status === 403) {
        location.reload();
      } else {
        disconnected(answer);
      }
    });
  }

  // What is refused for what it is would be refused for ever; all else may be taken later.
  function refused(status) {
    return status >= 400 && status < 500 && [401, 403, 408, 425, 429].indexOf(status) < 0;
  }

  function giveBack(said) {
    if (!said.button && !words.value) { words.value = said.text; grow(); }
  }

  function detail(answer) {
    return answer && typeof answer.detail === 'string' ? answer.detail : '这句话没发出去，请换个说法再发。';
  }

  function send() {
    var text = words.value.replace(/^\s+|\s+$/g, '');
    if (!text) { words.focus(); return; }
    words.value = '';
    grow();
    say(text);
    words.focus();
  }

  function upload() {
    if (!files.files.length) { return; }
    var body = new FormData();
    var i;
    body.append('update', 'f' + new Date().getTime() + Math.random().toString(36).slice(2, 8));
    body.append('after', String(after));
    body.append('text', words.value);
    for (i = 0; i < files.files.length; i += 1) { body.append('files', files.files[i]); }
    busy.textContent = '正在发送文件……';
    busy.hidden = false;
    call('POST', '/chat/file', body, function (status, answer) {
      busy.hidden = true;
      busy.textContent = '正在想……';
      files.value = '';
      if (status === 200) { words.value = ''; grow(); show(answer); }
      else if (refused(status)) { tell(detail(answer)); }
      else { tell(status === 503 ? '系统正在恢复，文件还没有发出去。请过几分钟再选一次。' : '文件没发出去，请检查网络后再选一次。'); }
    });
  }

  function connected() {
    if (offline) { offline = false; tell(''); }
  }

  // The house answers with a sentence of its own while its database is away; without one, nothing was reached.
  function disconnected(answer) {
    offline = true;
    tell(answer && typeof answer.detail === 'string' ? answer.detail : '现在没有网络，您的话先存在手机上，连上了自动发出。急事请直接打热线。');
  }

  function listen() {
    call('GET', '/chat/wait?after=' + after + (typing ? '&typing=1' : ''), null, function (status, answer) {
      if (status === 200) {
        connected();
        if (!sending) { show(answer); }
        flush();
        setTimeout(listen, document.hidden ? 5000 : 300);
      } else if (status === 401) {
        location.reload();
      } else {
        disconnected(answer);
        setTimeout(listen, 4000);
      }
    });
  }

  function grow() {
    words.style.height = 'auto';
    words.style.height = Math.min(words.scrollHeight + 4, 200) + 'px';
  }

  form.onsubmit = function (event) { event.preventDefault(); send(); };
  words.onkeydown = function (event) {
    if (event.keyCode === 13 && !event.shiftKey && !event.isComposing && event.keyCode !== 229) { event.preventDefault(); send(); }
  };
  words.oninput = function () {
    grow();
    var now = new Date().getTime();
    if (held && now - typedAt > 2500) { typedAt = now; call('POST', '/chat/typing', '{}', function () {}); }
  };
  files.onchange = upload;
  window.addEventListener('online', flush);
  window.addEventListener('offline', function () { disconnected(null); });
  document.getElementById('leave').onclick = function () {
    if (!window.confirm('清除以后，这台手机上看不到之前的对话，已经登记的事照常办。记好编号和查询码了吗？')) { return; }
    call('POST', '/chat/leave', '{}', function (status) {
      if (status !== 200) { tell('现在没有网络，记录还没有清除。连上以后请再点一次。'); return; }
      queue = [];
      remember();
      location.reload();
    });
  };
  var starts = document.querySelectorAll('[data-say]');
  var i;
  for (i = 0; i < starts.length; i += 1) {
    starts[i].onclick = function () { say(this.getAttribute('data-say')); };
  }

  call('GET', '/chat/messages?after=0', null, function (status, answer) {
    if (status === 200) { show(answer); }
    for (i = 0; i < queue.length; i += 1) { list.appendChild(bubble({ who: 'resident', text: queue[i].text }, true)); }
    flush();
    listen();
  });
}());
