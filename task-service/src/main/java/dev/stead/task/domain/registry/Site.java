package dev.stead.task.domain.registry;

import dev.stead.task.domain.Require;
import dev.stead.task.domain.SiteId;

/** A named place, such as one shopping centre. */
public record Site(SiteId id, String displayName) {
    public Site {
        Require.text("display_name", displayName, 1, 80);
    }
}
