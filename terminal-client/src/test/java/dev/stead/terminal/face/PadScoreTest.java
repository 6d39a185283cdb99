package dev.stead.terminal.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PadScoreTest {
    private static final Pose AHEAD = new Pose(0, 0, 0);

    @Test
    void oneFrameIsJudgedByItsTexture() {
        PadScore person = PadScore.of(List.of(frame(1)));
        assertThat(person.method()).isEqualTo(PadScore.TEXTURE);
        assertThat(person.score()).isEqualTo(100);
        assertThat(person.bonaFide()).isTrue();
        assertThat(PadScore.of(List.of(frame(0.001))).bonaFide()).isFalse();
        assertThat(PadScore.of(List.of(frame(0))).score()).isZero();
    }

    @Test
    void theMedianOfSeveralFramesCountsNotTheWorstOne() {
        assertThat(PadScore.of(turning(1, 1e-6, 1)).score())
                .isEqualTo(PadScore.of(turning(1, 1, 1)).score())
                .isEqualTo(100);
        assertThat(PadScore.of(turning(1e-6, 1, 1e-6)).score()).isZero();
    }

    @Test
    void severalFramesThatDoNotMoveAreAnAttackHoweverGoodTheirTexture() {
        PadScore still = PadScore.of(List.of(frame(1), frame(1), frame(1)));
        assertThat(still.method()).isEqualTo(PadScore.TEXTURE_AND_DEPTH);
        assertThat(still.score()).isZero();
        assertThat(still.bonaFide()).isFalse();
    }

    @Test
    void depthDoesNotMakeUpForTexture() {
        assertThat(PadScore.of(turning(1e-5, 1e-5, 1e-5)).bonaFide()).isFalse();
    }

    @Test
    void aFaceThatLooksElsewhereIsNotJudged() {
        PadFrame profile = new PadFrame(1, new Pose(70, 0, 0), face(0));
        PadFrame down = new PadFrame(1, new Pose(0, -40, 0), face(0));
        assertThat(PadScore.of(List.of(profile, down))).isEqualTo(PadScore.NONE);
        assertThat(PadScore.of(List.of())).isEqualTo(PadScore.NONE);
        assertThat(PadScore.NONE.answered()).isFalse();
        assertThat(PadScore.NONE.bonaFide()).isFalse();
        assertThat(PadScore.of(List.of(profile, frame(1), down)).method()).isEqualTo(PadScore.TEXTURE);
    }

    @Test
    void theLimitItselfCountsAsBonaFide() {
        assertThat(new PadScore(PadScore.TEXTURE, PadScore.LIMIT).bonaFide()).isTrue();
        assertThat(new PadScore(PadScore.TEXTURE, PadScore.LIMIT - 1).bonaFide())
                .isFalse();
    }

    @Test
    void noScoreIsBeyondAHundred() {
        assertThatThrownBy(() -> new PadScore(PadScore.TEXTURE, 101)).hasMessageContaining("0 to 100, not 101");
        assertThatThrownBy(() -> new PadScore(PadScore.TEXTURE, -1)).hasMessageContaining("0 to 100, not -1");
    }

    /** The method goes into a capture proof, whose contract allows these letters only. */
    @Test
    void theMethodsAreNamedAsTheContractAllows() {
        for (String method : List.of(PadScore.TEXTURE, PadScore.TEXTURE_AND_DEPTH)) {
            assertThat(method).matches("[A-Za-z0-9._-]{1,64}");
        }
    }

    private static PadFrame frame(double texture) {
        return new PadFrame(texture, AHEAD, face(0));
    }

    /** Frames of a head that turns by some degrees between them. */
    private static List<PadFrame> turning(double... texture) {
        double[] turns = {0, 0.15, -0.15};
        return Arrays.stream(new int[] {0, 1, 2})
                .mapToObj(i -> new PadFrame(texture[i], AHEAD, face(turns[i])))
                .toList();
    }

    /** Points on a grid, the eyes apart, each moved by its depth. */
    private static Landmarks face(double turn) {
        double[] points = new double[136];
        for (int i = 0; i < 68; i++) {
            points[2 * i] = 100 + 37 * i % 90;
            points[2 * i + 1] = 100 + 53 * i % 101;
        }
        double eyes = new Landmarks(points).eyeDistance();
        for (int i = 0; i < 68; i++) {
            points[2 * i] += turn * Parallax.depth(i) * eyes;
        }
        return new Landmarks(points);
    }
}
