package dev.stead.mesh;

/** One documented configuration key: its name, its default as one would write it, and one line on what it does. */
public record Setting(String key, String otherwise, String doc) {}
