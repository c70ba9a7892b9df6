"""Chinese surnames, and what a whole name looks like."""

SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范"
    "方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申"
    "尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边"
)
"""The surnames by which a name that stands alone is known."""
RARER = frozenset(
    "高肖付闫尚符蓝蒙喻饶艾穆农古吉缪简连麦褚娄窦戚岑党宫冷晏米宗瞿全佟应臧苟邬卞姬师和仇栾刁沙荣巫寇桑郎仲虞敖巩明佘池麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢呼图巴格日乌谌郗荀糜代归冼昝仝缑厍庹宓尉芮宿伏井禹皮厉亢茹漆"
    "阙晁訾檀仉乜茅练束蔚撒盖幸綦蔺阚隗逄晋郄郜逯亓暴卓蒲邰鄂祖敬揭展浦笪衡丘"
    "裘莘邸蒯菅湛甯茆贲贝赫辜郇鄞钭庾桓戈巢羊水"
)
"""Surnames that are words more often than names: they tell a name only where nothing else can stand."""
DOUBLE = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯|端木|南宫|闻人|长孙|宇文|呼延|钟离|完颜|濮阳|鲜于|申屠|司空"
"""The surnames of two signs."""
NAME = rf"(?:(?:{DOUBLE})[一-鿿]{{1,2}}|[{''.join(sorted(SURNAMES | RARER))}][一-鿿]{{1,2}}|[一-鿿]{{2,6}}·[一-鿿]{{2,6}})"
"""An expression for a whole name: a surname with one or two signs, or one with a dot in it."""
PLAIN = rf"(?:(?:{DOUBLE})[一-鿿]{{1,2}}|[{''.join(sorted(SURNAMES))}][一-鿿]{{1,2}}|[一-鿿]{{2,6}}·[一-鿿]{{2,6}})"
"""The same with none of the rarer surnames."""
