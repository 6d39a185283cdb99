package dev.stead.terminal.sample;

import dev.stead.terminal.face.Box;
import dev.stead.terminal.face.Face;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whose sample a picture is if it shows several faces. The wrong person's face must never be taken without a word, so every policy either
 * refuses the picture or leaves others aside, which the reader of the file then reports.
 *
 * <p>A detector also sees faces in hair and patterns, small and of low quality. A face counts if its quality is at least {@value #CLEAR},
 * which a matcher takes by default, or its area at least half of the largest one's. One that lies mostly within a larger face is the same
 * face, detected twice.
 */
public enum FacePolicy {
    /** Nobody's: the picture is refused. */
    REFUSE,
    /** The largest face's. */
    LARGEST,
    /** That of the only face in the guide, the middle half of the picture's width and height; refused if there is none, or several. */
    GUIDE;

    private static final double SAME_FACE = 0.6;
    private static final int CLEAR = 30;
    private static final double COMPARABLE = 0.5;

    /** The faces that the picture may be a sample of, largest first: one if it is clear, several or none if not. */
    List<Face> choose(List<Face> all, int width, int height) {
        List<Face> faces = plausible(all);
        return switch (this) {
            case REFUSE -> faces;
            case LARGEST -> faces.stream().limit(1).toList();
            case GUIDE ->
                faces.stream()
                        .filter(face -> inGuide(face.box(), width, height))
                        .toList();
        };
    }

    /** The faces that count, largest first; the largest always does. */
    static List<Face> plausible(List<Face> all) {
        List<Face> faces = distinct(all);
        double enough = faces.isEmpty() ? 0 : COMPARABLE * area(faces.getFirst().box());
        return faces.stream()
                .filter(face -> face.quality() >= CLEAR || area(face.box()) >= enough)
                .toList();
    }

    /** The faces that are not useless, largest first; of useless ones only the largest, for its quality to be judged. */
    static List<Face> distinct(List<Face> all) {
        List<Face> largestFirst = all.stream()
                .sorted((one, other) -> Double.compare(area(other.box()), area(one.box())))
                .toList();
        List<Face> distinct = new ArrayList<>();
        for (Face face : largestFirst) {
            Box box = face.box();
            if (face.quality() > 0 && distinct.stream().noneMatch(larger -> share(box, larger.box()) > SAME_FACE)) {
                distinct.add(face);
            }
        }
        return distinct.isEmpty() ? largestFirst.stream().limit(1).toList() : distinct;
    }

    private static boolean inGuide(Box box, int width, int height) {
        double x = (box.left() + box.right()) / 2 / width;
        double y = (box.top() + box.bottom()) / 2 / height;
        return Stream.of(x, y).allMatch(share -> share >= 0.25 && share <= 0.75);
    }

    private static double area(Box box) {
        return box.width() * box.height();
    }

    /** The share of the smaller box that lies within the larger one. */
    private static double share(Box smaller, Box larger) {
        double width = Math.min(smaller.right(), larger.right()) - Math.max(smaller.left(), larger.left());
        double height = Math.min(smaller.bottom(), larger.bottom()) - Math.max(smaller.top(), larger.top());
        return Math.max(0, width) * Math.max(0, height) / area(smaller);
    }
}
