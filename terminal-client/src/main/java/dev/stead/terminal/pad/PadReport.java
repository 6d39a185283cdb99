package dev.stead.terminal.pad;

import dev.stead.terminal.face.Checksums;
import dev.stead.terminal.face.Face;
import dev.stead.terminal.face.FaceChain;
import dev.stead.terminal.face.PadFrame;
import dev.stead.terminal.face.PadScore;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.imageio.ImageIO;
import org.HdrHistogram.Histogram;

/**
 * Presents the people of the demonstration pictures, and attacks made from them, to the face chain. The people of every other picture, from
 * the first on, are those by which {@link PadScore#LIMIT} was set; the figures of the others were not looked at before. Nobody is in both
 * halves. Not thread-safe.
 */
public final class PadReport {
    private final FaceChain chain;
    private final LongSupplier nanoTime;
    private final int presentations;
    private final long seed;
    private final Histogram cost = new Histogram(3);

    /** Of the people by whom the limit was set. */
    private final PadResults setting = new PadResults();

    private final PadResults others = new PadResults();

    /**
     * Presents nothing yet.
     *
     * @param chain owned by the caller
     * @param nanoTime a monotonic clock
     * @param presentations of each person, and of each species of attack on them, at least 1
     */
    public PadReport(FaceChain chain, LongSupplier nanoTime, int presentations, long seed) {
        if (presentations < 1) {
            throw new IllegalArgumentException("there must be at least 1 presentation, not " + presentations);
        }
        this.chain = chain;
        this.nanoTime = nanoTime;
        this.presentations = presentations;
        this.seed = seed;
    }

    /**
     * Presents everybody of one demonstration picture.
     *
     * @param number of the picture in {@link Checksums#pictures}, from 0
     * @return how many people it shows
     */
    public int present(Path packages, int number) {
        BufferedImage image =
                read(Checksums.verified(packages, Checksums.pictures().get(number)));
        Raster picture = Raster.of(image);
        List<Face> people = chain.faces(image);
        PadResults results = number % 2 == 0 ? setting : others;
        for (int person = 0; person < people.size(); person++) {
            Portrait portrait = Portrait.of(picture, people.get(person));
            for (int i = 0; i < presentations; i++) {
                present(portrait, ((seed * 100 + number) * 100 + person) * 1000 + i, results);
            }
        }
        return people.size();
    }

    private void present(Portrait portrait, long madeWith, PadResults results) {
        Presentations made = new Presentations(portrait, madeWith);
        results.addBonaFide(judge(portrait, made.bonaFide()));
        for (AttackSpecies species : AttackSpecies.values()) {
            results.addAttack(species, judge(portrait, made.attack(species)));
        }
    }

    private PadScore judge(Portrait portrait, List<BufferedImage> frames) {
        List<PadFrame> seen = new ArrayList<>();
        for (BufferedImage frame : frames) {
            Optional<Face> face = chain.faces(frame).stream().min(Comparator.comparingDouble(portrait::distance));
            if (face.isPresent()) {
                long start = nanoTime.getAsLong();
                seen.add(chain.look(frame, face.get()));
                cost.recordValue(nanoTime.getAsLong() - start);
            }
        }
        return PadScore.of(seen);
    }

    /** The figures as lines of text, at the limit that Stead ships. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("Presentation attack detection by " + PadScore.TEXTURE_AND_DEPTH + ": a score of " + PadScore.LIMIT
                + " of 100 or more counts as bona fide.");
        lines.add("Each presentation has " + Presentations.FRAMES + " frames; " + presentations
                + " presentations of each person and species, seed " + seed + ".");
        lines.add("");
        lines.add("People by whom the limit was set");
        lines.addAll(table(setting));
        lines.add("");
        lines.add("Other people");
        lines.addAll(table(others));
        lines.add("");
        lines.add(
                "Errors are counted among the presentations that got a response, with Wilson's interval for 95 per cent. The");
        lines.add(
                "presentations of one person are alike, so the true intervals are wider. The attacks were computed from photographs");
        lines.add(
                "of 21 people, and so was the motion of the bona fide presentations: nobody stood before a camera. The figures are no");
        lines.add(
                "evaluation by ISO/IEC 30107-3. They claim nothing about attacks of other kinds, and nothing about other people.");
        lines.add(String.format(
                Locale.ROOT,
                "Cost, without finding the face: %.1f ms a frame in the median, %.1f at 90 per cent.",
                cost.getValueAtPercentile(50) / 1e6,
                cost.getValueAtPercentile(90) / 1e6));
        return lines;
    }

    private static List<String> table(PadResults results) {
        List<String> rows = new ArrayList<>();
        for (AttackSpecies species : AttackSpecies.values()) {
            rows.add(row(
                    "APCER " + species.title(),
                    results.apcer(species, PadScore.LIMIT),
                    results.withoutResponse(species)));
        }
        rows.add(row("BPCER", results.bpcer(PadScore.LIMIT), results.withoutResponse()));
        return rows;
    }

    private static String row(String name, ErrorRate rate, int withoutResponse) {
        return String.format(Locale.ROOT, "  %-20s %-36s no response to %d", name, rate, withoutResponse);
    }

    private static BufferedImage read(Path file) {
        try {
            return ImageIO.read(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
