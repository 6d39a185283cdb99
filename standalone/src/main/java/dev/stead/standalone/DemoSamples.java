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
 * Who plays: faces of real people in the demonstration pictures, through the real face chain.
 *
 * <p>The delegate is in two different pictures: one is enrolled, the other stands at the terminal. Of everybody else there is one
 * picture; where another sample is needed it is a variation of it (crop, light, blur, a small rotation).
 *
 * @param delegateEnrolled the delegate's samples for enrolment
 * @param delegatePhone the delegate before their own phone
 * @param delegateAtTerminal the delegate in another picture
 * @param delegatorEnrolled the delegator's samples for enrolment
 * @param delegatorPhone the delegator before their own phone
 * @param stranger somebody who is not enrolled
 * @param others everybody else, to be enrolled
 * @param pictures how many pictures were read
 */
record DemoSamples(
        List<CapturedSample> delegateEnrolled,
        CapturedSample delegatePhone,
        CapturedSample delegateAtTerminal,
        List<CapturedSample> delegatorEnrolled,
        CapturedSample delegatorPhone,
        CapturedSample stranger,
        List<SubjectEnrolment> others,
        int pictures) {

    /** Reads all faces of the demonstration pictures below a folder of npm packages. */
    static DemoSamples read(Path packages, int threads) throws IOException {
        try (FaceChain chain = FaceChain.open(ModelFiles.demonstration(packages), threads)) {
            return new Reader(chain, packages).read();
        }
    }

    int faces() {
        return others.size() + 4;
    }

    /** A face and the picture that it is in. */
    private record Found(BufferedImage picture, Face face) {}

    private record Reader(FaceChain chain, Path packages) {
        DemoSamples read() throws IOException {
            Map<String, Found> people = new TreeMap<>();
            List<String> pictures = Checksums.pictures();
            for (String name : pictures) {
                BufferedImage picture =
                        ImageIO.read(Checksums.verified(packages, name).toFile());
                String stem = name.substring(name.lastIndexOf('/') + 1, name.lastIndexOf('.'));
                int number = 0;
                for (Face face : chain.faces(picture)) {
                    number++;
                    people.put(stem + "." + number, new Found(picture, face));
                }
            }
            // One person is in two pictures (cosine 0.72); see the face chain's tests.
            Found delegate = take(people, "sample1.3");
            Found delegateAgain = take(people, "sample3.2");
            Found delegator = take(people, "sample2.1");
            Found stranger = take(people, "sample4.1");
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

        private static Found take(Map<String, Found> people, String name) {
            Found found = people.remove(name);
            if (found == null) {
                throw new DemoReport.Broken("no face " + name + " was found in the demonstration pictures");
            }
            return found;
        }

        private CapturedSample variation(Found found, long seed) {
            BufferedImage again = Variations.of(found.picture(), found.face().box(), seed);
            return sample(
                    chain.mainFace(again).orElseThrow(() -> new DemoReport.Broken("no face in the varied picture")));
        }

        private CapturedSample sample(Face face) {
            return new CapturedSample(chain.modelId(), face.embedding(), face.quality());
        }
    }
}
