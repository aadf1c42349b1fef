#!/usr/bin/env python3
"""A general solver on an instance of the published set, for comparing: one line of JSON.

    peer.py cpsat|highs INSTANCE [--seconds 60] [--threads 2] [--seed 1]

Needs `pip install ortools highspy`. Both solvers get the same model. A run of work, or of rest,
has a variable where it begins, and holds as long as it must from there on, as generators do in
models of power plants; that is tighter than forbidding patterns of days. The seconds are for
building and solving together.
"""

import argparse
import json
import os
import time

from instance import Instance

INFINITE = float("inf")


class Model:
    """Variables with costs, and rows between two numbers. All but the cover's are 0 or 1."""

    def __init__(self):
        self.variables, self.rows, self.constant = [], [], 0

    def variable(self, most=1, cost=0, whole=True):
        self.variables.append((most, cost, whole))
        return len(self.variables) - 1

    def row(self, least, terms, most):
        self.rows.append((least, terms, most))


def build(instance):
    model, given = Model(), {}
    cost = {}
    for e, day, t, weight in instance.on:
        model.constant += weight
        cost[e, day, t] = cost.get((e, day, t), 0) - weight
    for e, day, t, weight in instance.unwanted:
        cost[e, day, t] = cost.get((e, day, t), 0) + weight
    for e, person in enumerate(instance.people):
        may = [t for t in range(len(instance.shifts)) if person["most"][t] > 0]
        work = []
        for day in range(instance.days):
            today = [] if day in person["off"] else may
            for t in today:
                given[e, day, t] = model.variable(cost=cost.get((e, day, t), 0))
            work.append(model.variable(most=1 if today else 0))
            model.row(0, [(given[e, day, t], 1) for t in today] + [(work[day], -1)], 0)
        runs(model, person, work, instance.days)
        successions(model, instance, given, e, may)
        for t in may:
            days = [(given[e, d, t], 1) for d in range(instance.days) if (e, d, t) in given]
            if person["most"][t] < len(days):
                model.row(-INFINITE, days, person["most"][t])
        minutes = [(v, instance.minutes[t]) for (who, _, t), v in given.items() if who == e]
        model.row(person["least_minutes"], minutes, person["most_minutes"])
        weekends = []
        for day in range(5, instance.days, 7):
            weekends.append(model.variable())
            for worked in work[day:day + 2]:
                model.row(0, [(weekends[-1], 1), (worked, -1)], INFINITE)
        model.row(-INFINITE, [(weekend, 1) for weekend in weekends], person["weekends"])
    everybody = range(len(instance.people))
    for day, t, wanted, short, over in instance.cover:
        here = [(given[e, day, t], 1) for e in everybody if (e, day, t) in given]
        missing = model.variable(most=wanted, cost=short, whole=False)
        extra = model.variable(most=len(here), cost=over, whole=False)
        model.row(wanted, here + [(missing, 1), (extra, -1)], wanted)
    return model, given


def runs(model, person, work, days):
    """A run lasts as long as it must from where it begins; the first day begins nothing."""
    begins = [model.variable(most=0 if d == 0 else 1) for d in range(days)]
    ends = [model.variable(most=0 if d == 0 else 1) for d in range(days)]
    for d in range(days):
        if d > 0:
            model.row(0, [(begins[d], 1), (ends[d], -1), (work[d], -1), (work[d - 1], 1)], 0)
        since = range(max(0, d - person["shortest_run"] + 1), d + 1)
        model.row(-INFINITE, [(begins[s], 1) for s in since] + [(work[d], -1)], 0)
        since = range(max(0, d - person["shortest_rest"] + 1), d + 1)
        model.row(-INFINITE, [(ends[s], 1) for s in since] + [(work[d], 1)], 1)
    longest = person["longest_run"]
    for d in range(days - longest):
        model.row(-INFINITE, [(work[s], 1) for s in range(d, d + longest + 1)], longest)


def successions(model, instance, given, e, may):
    """For the shifts before which some others are forbidden: at most one of the two sides."""
    before = {u: frozenset(t for t in may if u in instance.not_after[t]) for u in may}
    for first in set(before.values()) - {frozenset()}:
        then = [u for u in may if before[u] >= first]
        for day in range(instance.days - 1):
            terms = [(given[e, day, t], 1) for t in first if (e, day, t) in given]
            after = [(given[e, day + 1, u], 1) for u in then if (e, day + 1, u) in given]
            if terms and after:
                model.row(-INFINITE, terms + after, 1)


def cpsat(model, seconds, threads, seed):
    from ortools.sat.python import cp_model

    cp = cp_model.CpModel()
    variables = [cp.new_int_var(0, most, "") for most, _, _ in model.variables]
    for least, terms, most in model.rows:
        total = sum(variables[v] * a for v, a in terms)
        if least == most:
            cp.add(total == least)
        else:
            if least > -INFINITE:
                cp.add(total >= least)
            if most < INFINITE:
                cp.add(total <= most)
    cp.minimize(sum(v * cost for v, (_, cost, _) in zip(variables, model.variables)) + model.constant)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = threads
    solver.parameters.random_seed = seed
    solver.parameters.linearization_level = 2
    status = solver.solve(cp)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return [solver.value(v) for v in variables] if found else None, solver.best_objective_bound


def highs(model, seconds, threads, seed):
    import highspy
    import numpy

    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(model.variables), len(model.rows)
    lp.col_cost_ = numpy.array([float(cost) for _, cost, _ in model.variables])
    lp.col_lower_ = numpy.zeros(lp.num_col_)
    lp.col_upper_ = numpy.array([float(most) for most, _, _ in model.variables])
    lp.offset_ = float(model.constant)
    whole, part = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
    lp.integrality_ = [whole if w else part for _, _, w in model.variables]
    lp.row_lower_ = numpy.array([float(least) for least, _, _ in model.rows])
    lp.row_upper_ = numpy.array([float(most) for _, _, most in model.rows])
    starts = [0]
    for _, terms, _ in model.rows:
        starts.append(starts[-1] + len(terms))
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = numpy.array(starts, dtype=numpy.int32)
    lp.a_matrix_.index_ = numpy.array([v for _, terms, _ in model.rows for v, _ in terms], dtype=numpy.int32)
    lp.a_matrix_.value_ = numpy.array([float(a) for _, terms, _ in model.rows for _, a in terms])
    solver = highspy.Highs()
    for option, value in [
        ("output_flag", False), ("threads", threads), ("parallel", "on"), ("random_seed", seed),
        ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.99), ("time_limit", float(seconds)),
    ]:
        solver.setOptionValue(option, value)
    solver.passModel(lp)
    solver.run()
    info = solver.getInfo()
    found = info.primal_solution_status == 2
    return list(solver.getSolution().col_value) if found else None, info.mip_dual_bound


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("peer", choices=["cpsat", "highs"])
    parser.add_argument("instance")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    load = [os.getloadavg()[0]]
    began, cpu = time.monotonic(), time.process_time()
    instance = Instance(args.instance)
    model, given = build(instance)
    left = max(1.0, args.seconds - (time.monotonic() - began))
    solve = cpsat if args.peer == "cpsat" else highs
    values, bound = solve(model, left, args.threads, args.seed)
    answer = {"peer": args.peer, "instance": os.path.splitext(os.path.basename(args.instance))[0],
              "value": None, "bound": bound if abs(bound) < 1e15 else None, "feasible": False}
    if values is not None:
        roster = [[None] * instance.days for _ in instance.people]
        for (e, day, t), variable in given.items():
            if values[variable] > 0.5:
                roster[e][day] = t
        broken = instance.breaches(roster)
        answer |= {"feasible": not broken, "value": None if broken else instance.worth(roster)}
    load.append(os.getloadavg()[0])
    answer |= {"seconds": round(time.monotonic() - began, 2), "cpu_seconds": round(time.process_time() - cpu, 2),
               "load_before": load[0], "load_after": load[1], "threads": args.threads, "seed": args.seed}
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
