package dev.stead.terminal.cli;

import dev.stead.terminal.face.Checksums;
import dev.stead.terminal.face.FaceChain;
import dev.stead.terminal.face.ModelFiles;
import dev.stead.terminal.pad.PadReport;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "pad-report",
        description = {
            "Measures presentation attack detection on attacks that it makes itself from the demonstration pictures.",
            "Prints APCER by species of attack and BPCER, in the terms of ISO/IEC 30107-3, at the limit that Stead ships.",
            "It claims nothing beyond these attacks, and needs no service."
        },
        footer = {
            "",
            "The species: a photograph on a screen, a print, a cut-out with real eyes behind it, and a video in a loop.",
            "",
            "Examples:",
            "  ./stead pad-report",
            "  ./stead pad-report --presentations 1 --seed 2"
        })
final class PadReportCommand implements Callable<Integer> {
    @Option(
            names = "--presentations",
            paramLabel = "N",
            defaultValue = "3",
            description = "presentations of each person and species, 1 to 100 (default: ${DEFAULT-VALUE})")
    private int presentations = 3;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "seed of motion, light and attacks (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(
            names = "--models",
            paramLabel = "FOLDER",
            description = "folder of the packages that fetch-models downloaded (by default beside the program)")
    private @Nullable Path packages;

    private final CommandEnvironment environment;

    PadReportCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        if (presentations < 1 || presentations > 100) {
            throw new UsageException("--presentations must be 1 to 100, not " + presentations);
        }
        Path folder = packages == null ? Checksums.packages() : packages;
        int pictures = Checksums.pictures().size();
        try (FaceChain chain = FaceChain.open(ModelFiles.demonstration(folder))) {
            PadReport report = new PadReport(chain, environment.nanoTime(), presentations, seed);
            ProgressLine progress = new ProgressLine(environment, "pictures", pictures);
            for (int number = 0; number < pictures; number++) {
                report.present(folder, number);
                progress.update(number + 1);
            }
            progress.finish();
            report.lines().forEach(environment.out()::println);
        }
        return ExitCode.DONE.code();
    }
}
