package dev.stead.terminal.face;

/**
 * What one frame of a presentation says about whether a person stands there.
 *
 * @param texture how much the face and its surroundings look like a person: 0 (an attack) to 1
 * @param pose how the head is turned
 * @param landmarks of the face, in pixels of the frame
 */
public record PadFrame(double texture, Pose pose, Landmarks landmarks) {
    /** A face that is turned away further than this shows too little for either model: such a frame counts for nothing. */
    private static final double MAX_YAW = 45;

    private static final double MAX_PITCH = 35;

    boolean facesCamera() {
        return Math.abs(pose.yaw()) <= MAX_YAW && Math.abs(pose.pitch()) <= MAX_PITCH;
    }
}
