package dev.stead.terminal.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.terminal.face.Box;
import dev.stead.terminal.face.Face;
import dev.stead.terminal.face.Landmarks;
import java.util.List;
import org.junit.jupiter.api.Test;

class FacePolicyTest {
    private static Face face(double left, double top, double side, int quality) {
        return new Face(
                new Box(left, top, left + side, top + side), new Landmarks(new double[136]), new float[] {1}, quality);
    }

    private final Face middle = face(400, 400, 200, 80);
    private final Face left = face(0, 400, 210, 70);
    private final Face small = face(700, 100, 40, 30);

    @Test
    void oneFaceIsClearUnderEveryPolicy() {
        for (FacePolicy policy : FacePolicy.values()) {
            assertThat(policy.choose(List.of(middle), 1000, 1000)).containsExactly(middle);
        }
    }

    @Test
    void refuseKeepsAllOfThem() {
        assertThat(FacePolicy.REFUSE.choose(List.of(left, middle, small), 1000, 1000))
                .containsExactly(left, middle, small);
    }

    @Test
    void largestTakesTheLargestAndGuideTheOneInTheMiddle() {
        assertThat(FacePolicy.LARGEST.choose(List.of(left, middle, small), 1000, 1000))
                .containsExactly(left);
        assertThat(FacePolicy.GUIDE.choose(List.of(left, middle, small), 1000, 1000))
                .containsExactly(middle);
    }

    @Test
    void nobodyOrTwoInTheGuideIsNotClear() {
        assertThat(FacePolicy.GUIDE.choose(List.of(left, small), 1000, 1000)).isEmpty();
        Face beside = face(600, 400, 90, 50);
        assertThat(FacePolicy.GUIDE.choose(List.of(middle, beside), 1000, 1000)).hasSize(2);
    }

    @Test
    void aFaceWithinAFaceIsTheSameFace() {
        Face twice = face(420, 420, 110, 60);
        assertThat(FacePolicy.plausible(List.of(twice, middle))).containsExactly(middle);
        Face halfBehind = face(500, 400, 190, 60);
        assertThat(FacePolicy.plausible(List.of(middle, halfBehind))).hasSize(2);
    }

    @Test
    void aSmallFaceOfLowQualityIsAPatternButALargeOneIsSomebody() {
        assertThat(FacePolicy.plausible(List.of(face(50, 50, 80, 16), middle))).containsExactly(middle);
        Face blurred = face(0, 400, 180, 10);
        assertThat(FacePolicy.plausible(List.of(blurred, middle))).containsExactly(middle, blurred);
        assertThat(FacePolicy.plausible(List.of(face(50, 50, 80, 30), middle))).hasSize(2);
        assertThat(FacePolicy.distinct(List.of(face(50, 50, 80, 16), middle))).hasSize(2);
    }

    @Test
    void whatHasNoQualityIsNoFaceUnlessItIsTheOnlyOne() {
        Face pattern = face(0, 0, 300, 0);
        assertThat(FacePolicy.plausible(List.of(pattern, middle))).containsExactly(middle);
        assertThat(FacePolicy.plausible(List.of(pattern))).containsExactly(pattern);
        assertThat(FacePolicy.plausible(List.of())).isEmpty();
    }
}
