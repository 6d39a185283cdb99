package dev.stead.terminal.pad;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.terminal.face.Checksums;
import dev.stead.terminal.face.Face;
import dev.stead.terminal.face.FaceChain;
import dev.stead.terminal.face.ModelFiles;
import dev.stead.terminal.face.PadFrame;
import dev.stead.terminal.face.PadScore;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On the real models, and on presentations that are made from the demonstration pictures. */
class PadReportTest {
    private static final Path PACKAGES = Path.of("node_modules");
    private static FaceChain chain;

    @BeforeAll
    static void open() {
        chain = FaceChain.open(ModelFiles.demonstration(PACKAGES));
    }

    @AfterAll
    static void close() {
        chain.close();
    }

    /** With a limit of 75 the first would fail, with one of 35 the others. */
    @Test
    void theLimitLetsAPersonPassAndRefusesWhatIsFlat() throws IOException {
        Presentations made = new Presentations(portrait(3, 0), 1);
        assertThat(judge(made.bonaFide()).bonaFide()).isTrue();
        assertThat(judge(made.attack(AttackSpecies.PRINT)).bonaFide()).isFalse();
        assertThat(judge(made.attack(AttackSpecies.CUT_OUT)).bonaFide()).isFalse();
    }

    @Test
    void theSameSeedMakesTheSameFrames() throws IOException {
        Portrait portrait = portrait(6, 3);
        for (AttackSpecies species : AttackSpecies.values()) {
            BufferedImage once = new Presentations(portrait, 5).attack(species).getFirst();
            BufferedImage again = new Presentations(portrait, 5).attack(species).getFirst();
            BufferedImage other = new Presentations(portrait, 6).attack(species).getFirst();
            assertThat(Raster.of(again).values()).isEqualTo(Raster.of(once).values());
            assertThat(Raster.of(other).values()).isNotEqualTo(Raster.of(once).values());
        }
    }

    @Test
    void aHeadThatTurnsIsSeenOtherwise() throws IOException {
        Portrait portrait = portrait(6, 3);
        assertThat(portrait.turned(HeadPose.STILL).values())
                .isEqualTo(portrait.still().values())
                .isNotEqualTo(portrait.turned(new HeadPose(0.1, 0, 0, 0)).values());
    }

    /** The people of the second picture look down and to the side, and one of them is taken for an attack. */
    @Test
    void theReportCountsBothHalvesOfThePeopleAndClaimsNoMore() {
        PadReport report = new PadReport(chain, System::nanoTime, 1, 1);
        assertThat(report.present(PACKAGES, 0)).isEqualTo(3);
        assertThat(report.present(PACKAGES, 1)).isEqualTo(3);
        List<String> lines = report.lines();
        assertThat(lines)
                .containsSubsequence("People by whom the limit was set", "Other people")
                .anyMatch(line -> line.matches(" +BPCER +0 of 3, 0\\.0 %, 0\\.0 to 56\\.\\d % +no response to 0"))
                .anyMatch(line -> line.matches(" +BPCER +1 of 3, 33\\.3 %, .* +no response to 0"))
                .anyMatch(line -> line.contains("They claim nothing about attacks of other kinds"));
        for (AttackSpecies species : AttackSpecies.values()) {
            assertThat(lines)
                    .filteredOn(line -> line.contains("APCER " + species.title()))
                    .hasSize(2);
        }
    }

    @Test
    void countsErrorsOfEachKindAmongThosePresentationsThatGotAResponse() {
        PadResults results = new PadResults();
        results.addBonaFide(new PadScore(PadScore.TEXTURE, 80));
        results.addBonaFide(new PadScore(PadScore.TEXTURE, 20));
        results.addBonaFide(PadScore.NONE);
        results.addAttack(AttackSpecies.PRINT, new PadScore(PadScore.TEXTURE, 50));
        results.addAttack(AttackSpecies.PRINT, new PadScore(PadScore.TEXTURE, 49));
        results.addAttack(AttackSpecies.PRINT, PadScore.NONE);
        assertThat(results.bpcer(50)).isEqualTo(new ErrorRate(1, 2));
        assertThat(results.withoutResponse()).isEqualTo(1);
        assertThat(results.apcer(AttackSpecies.PRINT, 50)).isEqualTo(new ErrorRate(1, 2));
        assertThat(results.withoutResponse(AttackSpecies.PRINT)).isEqualTo(1);
    }

    private static PadScore judge(List<BufferedImage> frames) {
        List<PadFrame> seen = new ArrayList<>();
        for (BufferedImage frame : frames) {
            Face face = chain.mainFace(frame).orElseThrow();
            seen.add(chain.look(frame, face));
        }
        return PadScore.of(seen);
    }

    private static Portrait portrait(int sample, int person) throws IOException {
        Path file = Checksums.verified(PACKAGES, "@vladmandic/face-api/demo/sample" + sample + ".jpg");
        BufferedImage picture = ImageIO.read(file.toFile());
        return Portrait.of(Raster.of(picture), chain.faces(picture).get(person));
    }
}
