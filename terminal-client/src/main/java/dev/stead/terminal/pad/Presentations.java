package dev.stead.terminal.pad;

import dev.stead.terminal.pad.Carrier.Surface;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Makes the frames of presentations from one portrait: of the person, and of each species of attack. The same seed, the same frames. */
final class Presentations {
    static final int FRAMES = 6;
    /** Shorter than a presentation, so that the loop is seen to begin again. */
    private static final int LOOP = 4;

    private final Portrait portrait;
    private final long seed;

    Presentations(Portrait portrait, long seed) {
        this.portrait = portrait;
        this.seed = seed;
    }

    List<BufferedImage> bonaFide() {
        SplittableRandom random = new SplittableRandom(seed);
        IntFunction<HeadPose> poses = HeadPose.turning(random);
        return captured(random, frame -> portrait.turned(poses.apply(frame)));
    }

    List<BufferedImage> attack(AttackSpecies species) {
        SplittableRandom random = new SplittableRandom(31 * seed + species.number());
        IntFunction<HeadPose> poses = HeadPose.turning(random);
        Raster still = portrait.still();
        return switch (species) {
            case SCREEN_REPLAY -> held(Surface.SCREEN, random, frame -> still);
            case PRINT -> held(Surface.PAPER, random, frame -> still);
            case CUT_OUT -> captured(random, new CutOut(portrait, random)::frame);
            case VIDEO_LOOP -> held(Surface.SCREEN, random, frame -> portrait.turned(poses.apply(frame % LOOP)));
        };
    }

    private static List<BufferedImage> held(Surface surface, SplittableRandom random, IntFunction<Raster> content) {
        Carrier carrier = new Carrier(surface, random);
        return captured(random, frame -> carrier.show(content.apply(frame), carrier.held(frame)));
    }

    private static List<BufferedImage> captured(SplittableRandom random, IntFunction<Raster> scene) {
        Camera camera = new Camera(random);
        return IntStream.range(0, FRAMES)
                .mapToObj(frame -> camera.frame(scene.apply(frame)))
                .toList();
    }
}
