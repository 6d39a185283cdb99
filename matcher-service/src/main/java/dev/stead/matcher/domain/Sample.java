package dev.stead.matcher.domain;

/** What a sensor captured, as the matcher takes it. */
public record Sample(ModelId model, Embedding embedding, Quality quality) {}
