package dev.stead.terminal.face;

/**
 * Rates from one frame how likely a face is a person in front of the camera, by texture and surroundings. The model is of the family of
 * MiniVision's Silent-Face-Anti-Spoofing: the detector's box, 2.7 times as wide and high but within the picture, 128x128, blue first, 0 to
 * 255; three classes, the first of them a person.
 *
 * <p>The makers' JavaScript feeds red first, but the faces of the demonstration pictures rate 0.98 in the median with blue first, and 0.48
 * with red first; divided by 255, every picture is an attack.
 */
final class TextureModel implements AutoCloseable {
    private static final int SIZE = 128;
    private static final double SURROUNDINGS = 2.7;

    private final OnnxModel model;

    TextureModel(ModelFiles files, int threads) {
        model = OnnxModel.open(files.texture(), threads, 1, 3, SIZE, SIZE);
    }

    /** 0 (an attack) to 1 (a person). */
    double rate(Picture picture, Box face) {
        Box around = surroundings(face, picture.width(), picture.height());
        Picture input = picture.warp(Affine.crop(around, SIZE), SIZE, SIZE);
        return OnnxModel.softmax(model.run(input.planes(true, 0, 1))[0])[0];
    }

    /** Moved, and if it must be made smaller, so that it lies within the picture: a black edge would look like that of a screen. */
    static Box surroundings(Box face, int width, int height) {
        double scale = Math.min(SURROUNDINGS, Math.min((width - 1) / face.width(), (height - 1) / face.height()));
        double wide = face.width() * scale;
        double high = face.height() * scale;
        double left = Math.clamp((face.left() + face.right() - wide) / 2, 0, Math.max(0, width - 1 - wide));
        double top = Math.clamp((face.top() + face.bottom() - high) / 2, 0, Math.max(0, height - 1 - high));
        return new Box(left, top, left + wide, top + high);
    }

    @Override
    public void close() {
        model.close();
    }
}
