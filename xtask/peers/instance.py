"""An instance of the published shift-scheduling set, and what a roster of it is worth.

Written from the description of the format alone, so that no solver's value is taken on trust.
"""

from itertools import groupby


class Instance:
    def __init__(self, path):
        with open(path, encoding="utf-8-sig") as file:
            lines = [line.strip() for line in file]
        section, rows = None, {}
        for line in lines:
            if line.startswith("SECTION_"):
                section = rows.setdefault(line[len("SECTION_"):], [])
            elif line and not line.startswith("#"):
                section.append([cell.strip() for cell in line.split(",")])
        self.days = int(rows["HORIZON"][0][0])
        shifts = rows["SHIFTS"]
        self.shifts = [row[0] for row in shifts]
        number = {shift: t for t, shift in enumerate(self.shifts)}
        self.minutes = [int(row[1]) for row in shifts]
        # the shifts that may not be worked on the day after each
        self.not_after = [{number[s] for s in row[2].split("|") if s} if len(row) > 2 else set() for row in shifts]
        self.people = []
        for row in rows["STAFF"]:
            most = dict.fromkeys(range(len(shifts)), self.days)
            most.update((number[s], int(n)) for s, n in (part.split("=") for part in row[1].split("|") if part))
            limits = ("most_minutes", "least_minutes", "longest_run", "shortest_run", "shortest_rest", "weekends")
            self.people.append({"id": row[0], "most": most, "off": set(), **dict(zip(limits, map(int, row[2:8])))})
        who = {person["id"]: e for e, person in enumerate(self.people)}
        for row in rows.get("DAYS_OFF", []):
            self.people[who[row[0]]]["off"].update(int(day) for day in row[1:] if day)
        wish = lambda row: (who[row[0]], int(row[1]), number[row[2]], int(row[3]))
        self.on = [wish(row) for row in rows.get("SHIFT_ON_REQUESTS", [])]
        self.unwanted = [wish(row) for row in rows.get("SHIFT_OFF_REQUESTS", [])]
        self.cover = [(int(r[0]), number[r[1]], int(r[2]), int(r[3]), int(r[4])) for r in rows["COVER"]]

    def breaches(self, roster):
        """Every rule that a roster breaks; a roster has a list for each person, None for off."""
        told = []
        for person, line in zip(self.people, roster):
            worked = [shift is not None for shift in line]
            say = lambda so, what: told.append((person["id"], what)) if so else None
            say(any(worked[day] for day in person["off"]), "day off")
            say(any(b in self.not_after[a] for a, b in zip(line, line[1:]) if a is not None and b is not None), "succession")
            say(any(line.count(t) > most for t, most in person["most"].items()), "most of a shift")
            minutes = sum(self.minutes[t] for t in line if t is not None)
            say(not person["least_minutes"] <= minutes <= person["most_minutes"], "minutes")
            day = 0
            for work, run in groupby(worked):
                length = len(list(run))
                inside = day > 0 and day + length < self.days
                day += length
                say(work and length > person["longest_run"], "longest run")
                say(work and inside and length < person["shortest_run"], "shortest run")
                say(not work and inside and length < person["shortest_rest"], "shortest rest")
            weekends = sum(worked[day] or worked[day + 1] for day in range(5, self.days, 7))
            say(weekends > person["weekends"], "weekends")
        return told

    def worth(self, roster):
        """The value: wishes not met, and cover missed on either side."""
        value = sum(w for e, day, t, w in self.on if roster[e][day] != t)
        value += sum(w for e, day, t, w in self.unwanted if roster[e][day] == t)
        for day, t, wanted, short, over in self.cover:
            here = sum(line[day] == t for line in roster)
            value += short * max(0, wanted - here) + over * max(0, here - wanted)
        return value
