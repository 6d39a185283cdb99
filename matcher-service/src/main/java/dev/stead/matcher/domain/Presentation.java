package dev.stead.matcher.domain;

/** One person stepping up: its frames so far. Belongs to one stream; not thread-safe. */
public final class Presentation {
    /** After so many frames it is decided, certain or not. */
    public static final int MOST_FRAMES = 16;

    private final Gallery gallery;
    private final CaptureSource capturer;
    private final CaptureNonce nonce;
    private final Fusion fusion = new Fusion();

    public Presentation(Gallery gallery, CaptureSource capturer, CaptureNonce nonce) {
        this.gallery = gallery;
        this.capturer = capturer;
        this.nonce = nonce;
    }

    public Gallery gallery() {
        return gallery;
    }

    public CaptureSource capturer() {
        return capturer;
    }

    public CaptureNonce nonce() {
        return nonce;
    }

    Probe add(Sample sample) {
        gallery.rules().check(sample);
        return fusion.with(sample);
    }

    boolean isFull() {
        return fusion.frames() >= MOST_FRAMES;
    }
}
