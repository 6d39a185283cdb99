package dev.stead.matcher.domain;

/** Where a sample was captured: a terminal by its id, or somebody's phone. */
public record Capturer(String name, String terminalClaim) {
    public static Capturer terminal(String id) {
        return new Capturer("terminal/" + id, id);
    }

    public static Capturer phoneOf(SubjectId subject) {
        return new Capturer("phone/" + subject, "phone");
    }
}
