package dev.stead.terminal.cli;

import dev.stead.terminal.BulkProgress;
import dev.stead.terminal.OperatorClient;
import dev.stead.terminal.SubjectEnrolment;
import dev.stead.terminal.sample.SampleSource;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "enrol",
        description = {
            "Enrols people as the operator.",
            "Each with the consent that they gave to the text named by --consent.",
            "May be run again after a failure: who is enrolled with the same samples counts as done."
        },
        footer = {
            "",
            "Examples:",
            "  enrol --folder people --consent 2026-11/en --identity .stead/tls/operator-local",
            "  enrol --embeddings gallery.f32 --dimension 512 --model-id my-model@1 --consent 2026-11/en",
            "  enrol --synthetic 1000 --consent load-test --plaintext operator/local"
        })
final class EnrolCommand implements Callable<Integer> {
    @Mixin
    private final ConnectOptions connect = new ConnectOptions();

    @Mixin
    private final PeopleOptions people = new PeopleOptions();

    @Option(
            names = "--consent",
            required = true,
            paramLabel = "VERSION",
            description = "version of the text to which all of them consented")
    private String consent = "";

    private final CommandEnvironment world;

    EnrolCommand(CommandEnvironment world) {
        this.world = world;
    }

    @Override
    public Integer call() {
        CommandSettings setup = CommandSettings.open(world, connect.settings(world.environment(), 1));
        try (people;
                Connector.Connection connection = setup.connection()) {
            SampleSource source = people.open();
            OperatorClient operator = OperatorClient.of(connection.services(), world.ids());
            ProgressLine progress = new ProgressLine(world, "enrolled", source.people());
            Iterator<SubjectEnrolment> enrolments = IntStream.range(0, source.people())
                    .mapToObj(person -> new SubjectEnrolment(source.subjectId(person), source.enrolment(person)))
                    .iterator();
            BulkProgress end =
                    operator.bulkEnrol(setup.gallery(), consent, enrolments, so -> progress.at(so.durable()));
            progress.end();
            end.refused().forEach((subject, reason) -> world.err().println("refused " + subject + ": " + reason));
            world.out()
                    .printf(
                            "%d enrolled or there already, %d refused%n",
                            end.durable() - end.refused().size(), end.refused().size());
            return (end.refused().isEmpty() ? ExitCode.DONE : ExitCode.NOT).code();
        }
    }
}
