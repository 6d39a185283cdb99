package dev.stead.task.domain;

/**
 * A site, by the id that the operator gave it.
 *
 * @param value as {@link Require#id} checks it
 */
public record SiteId(String value) {
    public SiteId {
        Require.id("site_id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
