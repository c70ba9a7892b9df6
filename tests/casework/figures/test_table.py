"""Figures of petitions that walked the real workflow."""

from datetime import date, timedelta

import pytest

from casework.office import NotAllowed
from casework.people.actors import Actor
from casework.petitions import callbacks, figures
from casework.petitions.figures import periods
from casework.petitions.lodging import Accused, Complainant
from store.clock import local_date
from tests.casework.conftest import County

NOVEMBER = periods.month(2026, 11)


def value(table, name, key=None):
    row = table.total if key is None else next(row for row in table.rows if row.key == key)
    return row.cells[name].value


def test_counts_and_shares_of_a_month(county_office):
    county = county_office
    first = county.to(county.lodge().petition, "closed")
    county.lodge(petitioners=[Complainant("李四", "13800138001")])
    withdrawn = county.lodge(petitioners=[Complainant("赵六", "13800138002")]).petition
    county.move(withdrawn, "withdraw", "desk", reason="不办了")
    county.move(first, "rate", "desk", satisfaction=3)
    table = figures.table(county.office, county["leader"], period=NOVEMBER)
    assert value(table, "received") == 3
    assert value(table, "accepted") == 1
    assert value(table, "closure") == 1.0
    assert value(table, "closure_of_received") == pytest.approx(2 / 3)
    assert value(table, "open") == 1
    assert value(table, "satisfaction") == 1.0
    assert value(table, "participation") == 1.0
    assert table.total.cells["closure"].text == "100.00%"


def test_units_add_up_along_the_tree(county_office):
    county = county_office
    county.to(county.lodge().petition, "assigned")
    county.lodge(petitioners=[Complainant("李四", "13800138001")])
    table = figures.table(county.office, county["leader"], period=NOVEMBER, by="unit")
    assert value(table, "received", "QH-MZ-JZ") == 1
    assert value(table, "received", "QH-MZ-XF") == 1
    assert value(table, "received", "QH-MZ") == value(table, "received") == 2
    depth = {row.key: row.depth for row in table.rows}
    assert depth["QH-MZ"] < depth["QH-MZ-JZ"]


def test_an_unaccepted_petition_past_its_date_counts_against_timely_acceptance(county_office):
    county = county_office
    county.lodge()
    county.office.clock.move(days=20)
    table = figures.table(county.office, county["leader"], period=NOVEMBER)
    assert value(table, "timely_acceptance") == 0.0
    assert value(table, "overdue") == 1
    found = figures.cases(county.office, county["leader"], "overdue", period=NOVEMBER)
    assert [row.lodged_on.isoformat() for row in found.rows] == ["2026-11-20"]


def test_who_has_not_rated_counts_only_once_the_time_for_it_is_over(county_office):
    county = county_office
    county.to(county.lodge().petition, "answered")
    at_once = figures.table(county.office, county["leader"], period=NOVEMBER)
    assert value(at_once, "participation") is None
    county.office.clock.move(days=31)
    later = figures.table(county.office, county["leader"], period=NOVEMBER)
    assert value(later, "participation") == 0.0
    assert value(later, "satisfaction") is None
    assert value(later, "satisfaction_with_unrated") == 1.0


def test_a_call_back_counts_once_the_person_was_spoken_to(county_office):
    county = county_office
    petition = county.to(county.lodge().petition, "closed")
    callbacks.record(county.office, petition, county["desk"], reached=False)
    assert value(figures.table(county.office, county["leader"], period=NOVEMBER), "call_back") == 0.0
    callbacks.record(county.office, petition, county["desk"], reached=True, settled=True, satisfaction=2)
    table = figures.table(county.office, county["leader"], period=NOVEMBER)
    assert value(table, "call_back") == 1.0
    assert value(table, "satisfaction") == 1.0


def test_a_month_is_a_month_in_shanghai(county_office):
    county = county_office
    county.office.clock.set(county.office.clock.now().replace(day=30, hour=15, minute=59))
    county.lodge()
    county.office.clock.move(minutes=2)
    county.lodge(petitioners=[Complainant("李四", "13800138001")])
    assert value(figures.table(county.office, county["leader"], period=NOVEMBER), "received") == 1
    december = periods.month(2026, 12)
    table = figures.table(county.office, county["leader"], period=december)
    assert value(table, "received") == 1
    assert table.total.cells["received"].before == 1


def test_a_deadline_counted_by_hand_over_make_up_days_and_holidays(county_office):
    """Ten working days after Thursday 17 September 2026, by the State Council's notice: Friday 18 (1), the make-up Sunday
    20 (2), Monday 21 to Thursday 24 (6), not the Mid-Autumn days 25 to 27, Monday 28 to Wednesday 30 (9), not 1 to 7
    October, Thursday 8 October (10)."""
    county = county_office
    seventeenth = county.office.clock.now().replace(month=9, day=17)
    county.office.clock.set(seventeenth)
    on_time, late, never = (
        county.lodge(petitioners=[Complainant(f"李{nth}", f"1380013800{at}")]).petition
        for at, nth in enumerate("一二三")
    )
    for petition in (on_time, late, never):
        county.move(petition, "accept", "desk", procedure="simple")
        for step in ("assigned", "investigating"):
            county._step(petition, step)

    def told(day, answered, name):
        county.office.clock.set(seventeenth.replace(month=10, day=day))
        if answered is not None:
            for step in ("drafted", "approved", "answered"):
                county._step(answered, step)
        found = figures.cases(county.office, county["leader"], name, period=periods.month(2026, 9))
        return {row.number for row in found.rows}

    assert told(8, on_time, "on_time") == {on_time.number}
    assert told(8, None, "overdue") == set()
    assert told(9, late, "late") == {late.number}
    assert told(9, None, "overdue") == {never.number}
    september = figures.table(county.office, county["leader"], period=periods.month(2026, 9))
    assert [value(september, name) for name in ("on_time", "late", "overdue")] == [1, 1, 1]
    assert value(september, "on_time_closure") == 0.5


def test_nobody_counts_what_the_shield_keeps_from_them(county_office):
    county = county_office
    barred = county.hire("jia", "贾主任", "QH-MZ", "supervisor")
    county.lodge(
        category="wrongly_covered",
        accused=[Accused(name="贾主任", role="副局长", unit_code="QH-102")],
    )
    seen = figures.table(county.office, county["leader"], period=NOVEMBER)
    hidden = figures.table(county.office, barred, period=NOVEMBER)
    assert value(seen, "received") == 1
    assert value(hidden, "received") == 0
    assert figures.cases(county.office, barred, "received", period=NOVEMBER).rows == []


def sealed(county: County) -> None:
    county.lodge(category="bribery", accused=[Accused(role="村支书", unit_code="QH-102-02")])


def test_sealed_petitions_are_at_most_a_blurred_number(county_office, clock):
    county = county_office
    sealed(county)
    clock.move(days=20)
    table = figures.table(county.office, county["leader"], period=NOVEMBER, by="category")
    assert value(table, "received") == 0
    assert table.rows == []
    assert table.sealed_elsewhere == "已过完的各月里另有密封件少于5件，由纪检监察部门办理，不计入本表。"
    worker = figures.table(county.office, county["worker"], period=NOVEMBER)
    assert worker.sealed_elsewhere == ""


def test_no_two_tables_tell_on_which_day_a_sealed_petition_came_in(county_office, clock):
    """Periods a day apart, or one period looked at every day."""
    county, leader = county_office, county_office["leader"]
    for _ in range(6):
        sealed(county)
    today = local_date(clock.now())

    def told(first: date, last: date) -> str:
        return figures.table(county.office, leader, period=periods.Period(first, last)).sealed_elsewhere

    year = date(2026, 1, 1)
    assert told(year, today) == told(year, today - timedelta(days=1)) == told(today, today) == ""
    clock.move(days=20)
    over = local_date(clock.now())
    assert "5件以上" in told(year, over)
    sealed(county)
    assert told(year, over) == told(year, over + timedelta(days=9))
    assert told(NOVEMBER.first + timedelta(days=1), NOVEMBER.last) == ""
    assert told(NOVEMBER.first, NOVEMBER.last - timedelta(days=1)) == ""


def test_residents_see_no_figures(county_office):
    with pytest.raises(NotAllowed):
        figures.table(county_office.office, Actor.resident(1), period=NOVEMBER)


def test_every_definition_says_what_it_rests_on():
    for one in figures.definitions():
        assert one.text.endswith("。")
        assert one.basis
    readings = [one.name for one in figures.definitions() if one.reading]
    assert {"satisfaction", "satisfaction_with_unrated", "on_time_closure", "on_time_closure_of_all"} <= set(
        readings
    )


def test_periods():
    assert periods.of("2026-11") == NOVEMBER
    assert NOVEMBER.before() == periods.month(2026, 10)
    assert NOVEMBER.year_before() == periods.month(2025, 11)
    assert periods.of("2026Q1").before() == periods.quarter(2025, 4)
    assert periods.of("2024-02-29..2024-03-01").year_before().first.isoformat() == "2023-02-28"
    fortnight = periods.of("2026-11-01..2026-11-14")
    assert fortnight.before().last == fortnight.first - timedelta(days=1)
    with pytest.raises(periods.BadPeriod):
        periods.of("2026-13")


@pytest.mark.parametrize(
    ("whole", "today", "before", "year_before"),
    [
        ("2026-11", "2026-11-29", "2026-10-01..2026-10-29", "2025-11-01..2025-11-29"),
        ("2026-03", "2026-03-30", "2026-02-01..2026-02-28", "2025-03-01..2025-03-30"),
        ("2028-02", "2028-02-28", "2028-01-01..2028-01-28", "2027-02-01..2027-02-28"),
        ("2026Q4", "2026-11-29", "2026-07-01..2026-08-29", "2025-10-01..2025-11-29"),
        ("2026Q2", "2026-05-31", "2026-01-01..2026-02-28", "2025-04-01..2025-05-31"),
        ("2026", "2026-11-29", "2025-01-01..2025-11-29", "2025-01-01..2025-11-29"),
        ("2028", "2028-02-29", "2027-01-01..2027-02-28", "2027-01-01..2027-02-28"),
        ("2026-11", "2026-11-30", "2026-10", "2025-11"),
    ],
)
def test_a_period_to_date_is_compared_with_the_same_days_of_the_one_before(whole, today, before, year_before):
    def days(period):
        return period.first, period.last

    span = periods.to_date(periods.of(whole), date.fromisoformat(today))
    assert span.last.isoformat() == today
    assert days(span.before()) == days(periods.of(before))
    assert days(span.year_before()) == days(periods.of(year_before))


@pytest.mark.parametrize(
    "text", ["9999", "9999-12", "0001", "0001-02-02..0001-02-03", "1899Q4", "2026-01-01..2201-01-01"]
)
def test_no_period_lies_where_dates_run_out(text):
    with pytest.raises(periods.BadPeriod):
        periods.of(text)


def test_the_first_and_the_last_year_are_periods():
    assert periods.of("1900").label == "1900年"
    assert periods.of("2200").label == "2200年"
    with pytest.raises(periods.BadPeriod):
        periods.of("1900").year_before()


def test_a_trend_beside_a_table_counts_what_each_counts_alone(county_office):
    """The trend begins before the period and ends with it, so that days are shared; the table adds none of the others."""
    county = county_office
    county.to(county.lodge().petition, "closed")
    county.office.clock.move(days=20)
    county.lodge(petitioners=[Complainant("李四", "13800138001")])
    period = periods.Period(date(2026, 12, 5), date(2026, 12, 31))
    trend = periods.Period(date(2025, 12, 1), date(2026, 12, 31))
    table, months = figures.with_trend(
        county.office,
        county["leader"],
        period=period,
        by="unit",
        filters=figures.Filters(),
        figures=("received", "mean_days", "on_time"),
        trend=trend,
        trend_figures=("received", "closed"),
    )
    assert (value(table, "received"), value(months, "received")) == (1, 2)
    assert [(row.label, value(months, "received", row.key)) for row in months.rows] == [
        ("2026年11月", 1),
        ("2026年12月", 1),
    ]
    assert value(months, "closed") == 1
    assert [one.name for one in months.definitions] == ["received", "closed"]
    alone = figures.table(
        county.office,
        county["leader"],
        period=period,
        by="unit",
        figures=("received", "mean_days", "on_time"),
    )
    assert {row.key: value(table, "received", row.key) for row in table.rows} == {
        row.key: value(alone, "received", row.key) for row in alone.rows
    }
