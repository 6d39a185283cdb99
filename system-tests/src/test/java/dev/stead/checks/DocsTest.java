package dev.stead.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import dev.stead.matcher.domain.MatcherError;
import dev.stead.payment.domain.DeclineReason;
import dev.stead.payment.domain.PaymentError;
import dev.stead.payment.grpc.PaymentErrors;
import dev.stead.task.domain.TaskError;
import dev.stead.task.grpc.TaskErrors;
import io.grpc.Status.Code;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Pages go stale in silence; here they do not. */
class DocsTest {
    private static final List<Path> PAGES = Repository.files(name -> name.endsWith(".md"));
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");
    private static final Pattern COMMAND = Pattern.compile("(?m)(?:^|`)\\./stead ([a-z-]+)");
    private static final Pattern REASON_ROW = Pattern.compile("(?m)^\\| `([A-Z_]+)` \\| ([A-Z_]+) \\|");

    @Test
    void linksLeadSomewhere() {
        List<String> broken = PAGES.stream()
                .flatMap(page -> found(LINK, page)
                        .map(link -> link.group(1))
                        .filter(target -> !target.contains("://") && !target.startsWith("mailto:"))
                        .filter(target -> !Files.exists(page.resolveSibling(target)))
                        .map(target -> Repository.name(page) + " -> " + target))
                .toList();
        assertThat(broken).isEmpty();
    }

    @Test
    void everyCommandOfThePagesExists() {
        String launcher = Repository.read(Repository.ROOT.resolve("stead"));
        List<String> unknown = PAGES.stream()
                .flatMap(page -> found(COMMAND, page).map(command -> command.group(1)))
                .distinct()
                .filter(command -> !Pattern.compile("(?m)^ *" + command + "[|)]")
                        .matcher(launcher)
                        .find())
                .toList();
        assertThat(unknown).isEmpty();
    }

    @Test
    void everyReasonIsInThePageOfErrorsWithItsCode() {
        assertThat(reasonsOf("the matcher").keySet()).isEqualTo(names(MatcherError.values()));
        assertThat(reasonsOf("the task service")).isEqualTo(codes(TaskError.values(), TaskErrors::code));
        assertThat(reasonsOf("the payment adapter")).isEqualTo(codes(PaymentError.values(), PaymentErrors::code));
        assertThat(reasonsOf("every service")).isEqualTo(literalReasons("mesh/src/main/"));
        assertThat(reasonsOf("the terminal's library")).isEqualTo(literalReasons("terminal-client/src/main/"));
        assertThat(errorsPage()).contains(names(DeclineReason.values()));
    }

    /** Reasons that a service makes up beside its own enum would be missing above. */
    @Test
    void servicesHaveNoOtherReasons() {
        Set<String> elsewhere = new TreeSet<>();
        for (String module : List.of("matcher-service", "task-service", "payment-adapter")) {
            elsewhere.addAll(literalReasons(module + "/src/main/").keySet());
        }
        elsewhere.removeAll(reasonsOf("every service").keySet());
        assertThat(elsewhere).isEmpty();
    }

    /** The reasons of the section "Of ..." with their codes. */
    private static Map<String, String> reasonsOf(String whom) {
        String section = Arrays.stream(errorsPage().split("(?m)^## Of ", -1))
                .filter(part -> part.startsWith(whom + "\n"))
                .findFirst()
                .orElseThrow();
        return REASON_ROW
                .matcher(section)
                .results()
                .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2), (a, b) -> a + b, TreeMap::new));
    }

    /** From {@code Problem.of(Code.X, "REASON", ...)} in the sources. */
    private static Map<String, String> literalReasons(String under) {
        var reasons = new TreeMap<String, String>();
        for (JavaSource source : Repository.java(name -> name.startsWith(under))) {
            for (MethodInvocationTree call : source.all(MethodInvocationTree.class)) {
                if (call.getMethodSelect().toString().equals("Problem.of")
                        && call.getArguments().get(1) instanceof LiteralTree reason) {
                    String code = call.getArguments().get(0).toString();
                    reasons.put(String.valueOf(reason.getValue()), code.substring(code.lastIndexOf('.') + 1));
                }
            }
        }
        return reasons;
    }

    private static <E extends Enum<E>> Map<String, String> codes(E[] errors, Function<E, Code> code) {
        var codes = new TreeMap<String, String>();
        Stream.of(errors)
                .forEach(error -> codes.put(error.name(), code.apply(error).name()));
        return codes;
    }

    private static Set<String> names(Enum<?>[] constants) {
        return Stream.of(constants).map(Enum::name).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String errorsPage() {
        return Repository.read(Repository.ROOT.resolve("docs/errors.md"));
    }

    private static Stream<MatchResult> found(Pattern pattern, Path page) {
        return pattern.matcher(Repository.read(page)).results();
    }
}
