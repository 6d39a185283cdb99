package dev.stead.task.domain.registry;

import dev.stead.task.domain.Require;

/** A named place, such as one shopping centre. */
public record Site(String id, String displayName) {
    public Site {
        Require.id("site_id", id);
        Require.text("display_name", displayName, 1, 80);
    }
}
