package dev.stead.matcher.domain;

/** The embedding being searched with: of one frame, or fused from several. */
public record Probe(Embedding embedding) {
    @Override
    public String toString() {
        return "Probe[" + embedding.dimension() + " floats]";
    }
}
