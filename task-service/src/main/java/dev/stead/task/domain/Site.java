package dev.stead.task.domain;

/** A named place, such as one shopping centre. */
public record Site(String id, String displayName) {
    public Site {
        Check.id("site_id", id);
        Check.text("display_name", displayName, 1, 80);
    }
}
