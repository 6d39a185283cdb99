package dev.stead.matcher.domain;

/**
 * How large a gallery is now.
 *
 * @param epoch rises with every change
 */
public record GalleryStats(long subjects, long templates, long epoch) {}
