package dev.stead.matcher.domain;

/** What a sensor captured, as an embedding; the image never reaches the matcher. */
public record Sample(ModelId model, Embedding embedding, Quality quality) {
    /** When nobody reads it any more. */
    public void wipe() {
        embedding.wipe();
    }
}
