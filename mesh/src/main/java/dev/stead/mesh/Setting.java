package dev.stead.mesh;

/**
 * A documented setting.
 *
 * @param defaultValue as a person would write it, or {@code (none)} or {@code (required)}
 * @param doc one line on what it does
 */
public record Setting(String key, String defaultValue, String doc) {}
