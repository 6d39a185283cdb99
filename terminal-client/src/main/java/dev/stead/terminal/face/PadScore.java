package dev.stead.terminal.face;

import java.util.List;

/**
 * What the frames of one presentation say about a presentation attack (ISO/IEC 30107-1): a picture, a screen or a mask in front of the
 * camera instead of the person. The score is the weaker of two shares:
 *
 * <ul>
 *   <li>texture: the median of the frames' {@link PadFrame#texture}, on a logarithmic scale;
 *   <li>depth: the {@link Parallax} between the frames. A flat picture has none, however it is held, and neither has one that stands still,
 *       nor a person who does not move: ask people to turn their head a little.
 * </ul>
 *
 * <p>What it can't do. The texture model is one of the demonstration models: nobody says what it was trained on, and it takes some people
 * for pictures, so the limit must be low, and texture stops little. The landmarks shake, so about half of the photographs that Stead shows
 * to itself pass. A video of a moving person has depth like the person, and mostly passes. A mask with depth was never tried. An attacker
 * who feeds frames to the program instead of the camera is not stopped at all. {@code ./stead pad-report} prints the figures, which say
 * nothing about other attacks.
 *
 * @param method what the score was computed by, with its version, in [A-Za-z0-9._-]; empty if nothing was looked at
 * @param score 0 (an attack) to 100 (a person)
 */
public record PadScore(String method, int score) {
    /** From this score on, a presentation counts as bona fide in ./stead pad-report, which prints the error rates that follow from it. */
    public static final int LIMIT = 50;

    /** By the texture of one frame. */
    public static final String TEXTURE = "faceplugin-liveness-0.0.1";

    /** By the texture of several frames, and by the depth that they show together. */
    public static final String TEXTURE_AND_DEPTH = TEXTURE + ".parallax-1";

    /** Nothing was looked at: there was no picture, or no frame in which the face looks into the camera. */
    public static final PadScore NONE = new PadScore("", 0);

    /** Texture counts from a ten-thousandth on: at the limit it is 0.01. */
    private static final double DECADES = 4;

    /** The parallax of a head that turns by some degrees. */
    private static final double FULL_PARALLAX = 0.04;

    /** Refuses a score beyond 100. */
    public PadScore {
        if (score < 0 || score > 100) {
            throw new IllegalArgumentException("a score must be 0 to 100, not " + score);
        }
    }

    /**
     * Judges the frames of one person's presentation.
     *
     * @param presentation frames of one face, in the order of capture; those in which it looks elsewhere do not count
     */
    public static PadScore of(List<PadFrame> presentation) {
        List<PadFrame> frames =
                presentation.stream().filter(PadFrame::facesCamera).toList();
        if (frames.isEmpty()) {
            return NONE;
        }
        double texture = texture(frames);
        if (frames.size() == 1) {
            return new PadScore(TEXTURE, score(texture));
        }
        double depth = Parallax.between(frames.stream().map(PadFrame::landmarks).toList()) / FULL_PARALLAX;
        return new PadScore(TEXTURE_AND_DEPTH, score(Math.min(texture, depth)));
    }

    /** The level to which a laboratory has tested the method by ISO/IEC 30107-3: none has. */
    public int level() {
        return 0;
    }

    /** Whether anything was looked at. */
    public boolean answered() {
        return !method.isEmpty();
    }

    /** Whether the score reaches the limit. */
    public boolean bonaFide() {
        return answered() && score >= LIMIT;
    }

    /** Of the median, so that one frame with a reflection or a closed eye decides nothing. */
    private static double texture(List<PadFrame> frames) {
        double[] sorted =
                frames.stream().mapToDouble(PadFrame::texture).sorted().toArray();
        double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
        return 1 + Math.log10(median) / DECADES;
    }

    private static int score(double share) {
        return Math.toIntExact(Math.round(100 * Math.clamp(share, 0, 1)));
    }
}
