package dev.stead.terminal.evidence;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether all of a task's evidence is there: its acts are numbered without gaps, each execution has the act that began it and each
 * beginning its execution, and the task's state follows from them. The leaves contain the numbers, so that nobody can number them anew.
 *
 * @param pages in order
 */
record PageCheck(List<JsonClaims> pages) {
    static final Set<String> UNKNOWN_OUTCOMES = Set.of("SETTLING", "COLLECTING");

    private static final Set<String> SUCCESSES = Set.of("PAID", "COLLECTED");
    /** The act without which a task is not in a state. */
    private static final Map<String, String> NEEDED = Map.of(
            "READY", "ACCEPTED",
            "EXECUTING", "CONFIRMED",
            "SUCCEEDED", "CONFIRMED",
            "FAILED", "CONFIRMED",
            "DECLINED", "DECLINED",
            "REVOKED", "REVOKED");

    void check(List<String> findings) {
        if (pages.stream().map(page -> page.text("task_id")).distinct().count() != 1) {
            findings.add("the pages are about several tasks");
        }
        if (pages.stream().map(page -> page.number("version")).distinct().count() != 1) {
            findings.add("the task has changed while the pages were exported: export them again");
        }
        checkNumbers(findings);
        checkExecutions(findings);
        JsonClaims last = pages.getLast();
        String state = last.text("state");
        String needed = NEEDED.get(state);
        if (needed != null
                && all("acts").stream().noneMatch(act -> act.text("kind").equals(needed))) {
            findings.add("the task is " + state + ", and there is no act " + needed);
        }
        long successes = all("executions").stream()
                .filter(execution -> SUCCESSES.contains(execution.text("outcome")))
                .count();
        if (successes != last.number("uses")) {
            findings.add(
                    "the task has " + last.number("uses") + " uses, and " + successes + " executions that succeeded");
        }
    }

    private void checkNumbers(List<String> findings) {
        long expected = 1;
        for (JsonClaims act : all("acts")) {
            long number = act.number("number");
            if (number != expected) {
                findings.add("act " + expected + " is missing");
            }
            expected = number + 1;
        }
        if (pages.getLast().number("next_act") != 0) {
            findings.add("the page from act " + expected + " on is missing");
        }
    }

    private void checkExecutions(List<String> findings) {
        Set<String> begun = all("acts").stream()
                .map(act -> act.text("execution_id"))
                .filter(id -> !id.isEmpty())
                .collect(Collectors.toSet());
        Set<String> known = all("executions").stream()
                .map(execution -> execution.text("execution_id"))
                .collect(Collectors.toSet());
        known.stream()
                .filter(id -> !begun.contains(id))
                .forEach(id -> findings.add("execution " + id + ": no act confirmed it"));
        begun.stream().filter(id -> !known.contains(id)).forEach(id -> findings.add("execution " + id + " is missing"));
    }

    private List<JsonClaims> all(String name) {
        return pages.stream().flatMap(page -> page.objects(name).stream()).toList();
    }
}
