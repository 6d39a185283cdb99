package dev.stead.terminal.pad;

import java.util.SplittableRandom;
import java.util.function.IntFunction;

/** How a head is turned, in radians, and where it is, in heights of the face, compared with the picture that it was taken from. */
record HeadPose(double yaw, double pitch, double shiftX, double shiftY) {
    static final HeadPose STILL = new HeadPose(0, 0, 0, 0);

    /** The pose in each frame of somebody who was asked to turn their head a little: 4 to 12 degrees to each side, less up and down. */
    static IntFunction<HeadPose> turning(SplittableRandom random) {
        double yaw = Math.toRadians(random.nextDouble(4, 12));
        double pitch = Math.toRadians(random.nextDouble(1, 5));
        double shift = random.nextDouble(0.01, 0.05);
        double phase = random.nextDouble(0, 2 * Math.PI);
        return frame -> new HeadPose(
                yaw * Math.sin(0.9 * frame + phase),
                pitch * Math.sin(0.7 * frame + 2 * phase),
                shift * Math.sin(0.8 * frame + 3 * phase),
                0.6 * shift * Math.cos(0.6 * frame + phase));
    }
}
