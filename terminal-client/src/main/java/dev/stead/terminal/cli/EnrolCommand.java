package dev.stead.terminal.cli;

import dev.stead.terminal.BulkProgress;
import dev.stead.terminal.OperatorClient;
import dev.stead.terminal.SubjectEnrolment;
import dev.stead.terminal.sample.SampleException;
import dev.stead.terminal.sample.SampleSource;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "enrol",
        description = {
            "Enrols many people, as the operator.",
            "All of them must have consented to the version of the text that --consent names.",
            "Names each file and person that cannot be taken, and why, goes on, and keeps what is good.",
            "Run it again after a failure: a person who is already enrolled with the same samples counts as enrolled."
        },
        footer = {
            "",
            "Examples:",
            "  ./stead enrol --folder people --consent 2026-11/en --identity .stead/tls/operator-local",
            "  ./stead enrol --embeddings gallery.f32 --dimension 512 --model-id my-model@1 --consent 2026-11/en",
            "  ./stead enrol --folder people --consent 2026-11/en --look-alike eve=ada --reason 'twins, passports"
                    + " seen'",
            "  ./stead enrol --synthetic 1000 --consent load-test --plaintext operator/local"
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

    @Mixin
    private final LookAlikeOptions lookAlikes = new LookAlikeOptions();

    private final CommandEnvironment environment;
    private ProgressLine progress;
    private int notTaken;

    EnrolCommand(CommandEnvironment environment) {
        this.environment = environment;
        this.progress = new ProgressLine(environment, "enrolled", 1);
    }

    @Override
    public Integer call() {
        lookAlikes.check();
        CommandSettings settings = CommandSettings.open(environment, connect.settings(environment.variables(), 1));
        try (people;
                Connector.Connection connection = settings.connection()) {
            SampleSource source = people.open(environment, this::reportNotTaken);
            progress = new ProgressLine(environment, "enrolled", source.people());
            Iterator<SubjectEnrolment> enrolments = IntStream.range(0, source.people())
                    .mapToObj(person -> new SubjectEnrolment(
                            source.subjectId(person),
                            source.enrolment(person),
                            lookAlikes.of(source.subjectId(person))))
                    .filter(enrolment -> !enrolment.samples().isEmpty())
                    .iterator();
            // The first person is read before anything is sent: a missing model is then found first.
            BulkProgress result =
                    enrolments.hasNext() ? enrol(settings.gallery(), connection, enrolments) : BulkProgress.none();
            return print(result).code();
        }
    }

    private BulkProgress enrol(String gallery, Connector.Connection connection, Iterator<SubjectEnrolment> enrolments) {
        OperatorClient operator = OperatorClient.of(connection.channels(), environment.timeAndRandom());
        ProgressLine line = progress;
        BulkProgress result = operator.bulkEnrol(gallery, consent, enrolments, now -> line.update(now.durable()));
        line.finish();
        return result;
    }

    private void reportNotTaken(SampleException e) {
        notTaken++;
        progress.finish();
        environment.err().println("not taken: " + e.getMessage());
    }

    private ExitCode print(BulkProgress result) {
        int refused = result.refused().size();
        result.refused().forEach((subject, reason) -> {
            environment.err().println("refused " + subject + ": " + reason);
            result.lookAlikes()
                    .getOrDefault(subject, List.of())
                    .forEach(other -> environment.err().println(LookAlikeOptions.advice(subject, other)));
        });
        result.lookAlikes().forEach((subject, others) -> {
            if (!result.refused().containsKey(subject)) {
                others.forEach(other -> environment
                        .err()
                        .println("warning: " + subject + " looks like " + other + "; both are enrolled"));
            }
        });
        environment
                .out()
                .printf(
                        "%s enrolled (now or before), %s refused, %s files or folders not taken%n",
                        result.durable() - refused, refused, notTaken);
        return refused == 0 && notTaken == 0 ? ExitCode.DONE : ExitCode.PARTLY;
    }
}
