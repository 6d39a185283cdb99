package dev.stead.standalone;

import dev.stead.terminal.SubjectEnrolment;
import dev.stead.terminal.face.Checksums;
import dev.stead.terminal.face.Face;
import dev.stead.terminal.face.FaceChain;
import dev.stead.terminal.face.ModelFiles;
import dev.stead.terminal.face.Variations;
import dev.stead.terminal.sample.CapturedSample;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;

/**
 * The samples of the demo: faces of real people in the demonstration pictures, embedded by the real face chain.
 *
 * <p>The delegate is in two different pictures: one is enrolled, the other is what the terminal captures. Of everybody else there is one
 * picture. Where a second sample is needed, that picture is varied (crop, light, blur, a small rotation).
 *
 * @param delegateEnrolled the samples with which the delegate enrols
 * @param delegateAtPhone what the delegate's own phone captures
 * @param delegateAtTerminal what the terminal captures of the delegate
 * @param delegatorEnrolled the samples with which the delegator enrols
 * @param delegatorAtPhone what the delegator's own phone captures
 * @param stranger a person who is not enrolled
 * @param others everybody else, whom the operator enrols
 * @param pictures how many pictures were read
 */
record DemoSamples(
        List<CapturedSample> delegateEnrolled,
        CapturedSample delegateAtPhone,
        CapturedSample delegateAtTerminal,
        List<CapturedSample> delegatorEnrolled,
        CapturedSample delegatorAtPhone,
        CapturedSample stranger,
        List<SubjectEnrolment> others,
        int pictures) {

    /** Reads all faces of the demonstration pictures, from the folder of their npm packages. */
    static DemoSamples read(Path packages, int threads) throws IOException {
        try (FaceChain chain = FaceChain.open(ModelFiles.demonstration(packages), threads)) {
            return new Reader(chain, packages).read();
        }
    }

    int faces() {
        return others.size() + 4;
    }

    /** A face, and the picture in which it was detected. */
    private record DetectedFace(BufferedImage picture, Face face) {}

    private record Reader(FaceChain chain, Path packages) {
        DemoSamples read() throws IOException {
            Map<String, DetectedFace> people = new TreeMap<>();
            List<String> pictures = Checksums.pictures();
            for (String name : pictures) {
                BufferedImage picture =
                        ImageIO.read(Checksums.verified(packages, name).toFile());
                String stem = name.substring(name.lastIndexOf('/') + 1, name.lastIndexOf('.'));
                int number = 0;
                for (Face face : chain.faces(picture)) {
                    number++;
                    people.put(stem + "." + number, new DetectedFace(picture, face));
                }
            }
            // The same person in two pictures (cosine 0.72); see the tests of the face chain.
            DetectedFace delegate = take(people, "sample1.3");
            DetectedFace delegateAgain = take(people, "sample3.2");
            DetectedFace delegator = take(people, "sample2.1");
            DetectedFace stranger = take(people, "sample4.1");
            List<SubjectEnrolment> others = new ArrayList<>();
            people.forEach(
                    (name, found) -> others.add(new SubjectEnrolment("face-" + name, List.of(sample(found.face())))));
            return new DemoSamples(
                    List.of(sample(delegate.face())),
                    variation(delegate, 1),
                    sample(delegateAgain.face()),
                    List.of(sample(delegator.face())),
                    variation(delegator, 2),
                    sample(stranger.face()),
                    others,
                    pictures.size());
        }

        private static DetectedFace take(Map<String, DetectedFace> people, String name) {
            DetectedFace found = people.remove(name);
            if (found == null) {
                throw new DemoReport.UnexpectedOutcomeException(
                        "expected a face " + name + " in the demonstration pictures");
            }
            return found;
        }

        private CapturedSample variation(DetectedFace found, long seed) {
            BufferedImage varied = Variations.of(found.picture(), found.face().box(), seed);
            return sample(chain.mainFace(varied)
                    .orElseThrow(
                            () -> new DemoReport.UnexpectedOutcomeException("expected a face in the varied picture")));
        }

        private CapturedSample sample(Face face) {
            return new CapturedSample(chain.modelId(), face.embedding(), face.quality());
        }
    }
}
