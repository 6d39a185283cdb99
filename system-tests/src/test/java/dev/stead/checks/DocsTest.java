package dev.stead.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
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
import java.util.ArrayList;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages go stale in silence; here they do not. */
class DocsTest {
    private static final List<Path> PAGES = Repository.files(name -> name.endsWith(".md"));
    private static final List<Path> PROTO = Repository.files(name -> name.matches("proto/src/main/proto/.*\\.proto"));
    private static final Pattern SERVICE_OR_CALL = Pattern.compile("(?m)^\\s*(service|rpc) (\\w+)");
    private static final Pattern SECTION = Pattern.compile("(?m)^## (.+)$");
    private static final List<String> DECISION_SECTIONS =
            List.of("Decision", "Context", "Consequences", "Alternatives considered", "Revisit when");
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

    /** In the row of the service: {@code | `task.v1.OrderService` | `RegisterOrder`, ... |}. */
    @Test
    void everyServiceAndCallIsInThePageOfTheArchitecture() {
        var missing = new ArrayList<String>();
        for (Path file : PROTO) {
            String row = "";
            for (MatchResult declared : found(SERVICE_OR_CALL, file).toList()) {
                String name = declared.group(2);
                if (declared.group(1).equals("service")) {
                    row = rowOf(name);
                }
                if (!row.contains(name + "`")) {
                    missing.add(Repository.name(file) + ": " + name);
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    private static String rowOf(String service) {
        return architecture()
                .lines()
                .filter(line -> line.startsWith("| `") && line.contains("." + service + "` |"))
                .findFirst()
                .orElse("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"From a probe to an assertion", "From a confirmation to both phones"})
    void theClassesOfTheTwoWaysExist(String way) {
        String section = section(architecture(), way);
        Set<String> named = Pattern.compile("`([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)")
                .matcher(section)
                .results()
                .map(name -> name.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(named).hasSizeGreaterThan(5);
        named.removeAll(typesOfMain());
        named.removeAll(namesOfTheContract());
        assertThat(named)
                .as("neither a class of main code nor a name of the contract")
                .isEmpty();
        assertThat(Pattern.compile("(?m)^\\d+\\. ").matcher(section).results().count())
                .as("numbered steps")
                .isBetween(5L, 15L);
    }

    private static Set<String> typesOfMain() {
        return Repository.java(Repository::isMain).stream()
                .flatMap(source -> source.all(ClassTree.class).stream())
                .map(type -> type.getSimpleName().toString())
                .collect(Collectors.toSet());
    }

    private static Set<String> namesOfTheContract() {
        return PROTO.stream()
                .flatMap(file -> found(Pattern.compile("(?m)^\\s*(?:service|rpc|message|enum) (\\w+)"), file))
                .map(name -> name.group(1))
                .collect(Collectors.toSet());
    }

    @Test
    void everyDecisionHasTheSameFiveSections() {
        var sections = new TreeMap<String, List<String>>();
        for (Path page : Repository.files(name -> name.matches("docs/adr/\\d{4}-(?!measurements).*\\.md"))) {
            sections.put(
                    Repository.name(page),
                    found(SECTION, page).map(heading -> heading.group(1)).toList());
        }
        assertThat(sections).isNotEmpty();
        sections.values().removeIf(DECISION_SECTIONS::equals);
        assertThat(sections).as("each has the sections " + DECISION_SECTIONS).isEmpty();
    }

    /** One list: the launcher checks it, CI installs from it, a newcomer reads it. */
    @Test
    void theToolsOfTheLauncherAreThoseOfContributing() {
        String launcher = Repository.read(Repository.ROOT.resolve("stead"));
        String table = launcher.substring(launcher.indexOf("\ntools() {"), launcher.indexOf("\nTABLE\n}\n\nsay()"));
        String jdk = Pattern.compile("(?m)^JDK=(\\d+)$")
                .matcher(launcher)
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
        List<String> tools = Pattern.compile("(?m)^([^|\\n]+)\\|[^|\\n]+\\|")
                .matcher(table.replace("\\\n", "").replace("$JDK", jdk))
                .results()
                .map(row -> row.group(1))
                .toList();
        List<String> listed = Pattern.compile("(?m)^\\| (?!tool |---)([^|]+) \\|")
                .matcher(section(Repository.read(Repository.ROOT.resolve("CONTRIBUTING.md")), "Tools"))
                .results()
                .map(row -> row.group(1))
                .toList();
        assertThat(listed).isEqualTo(tools).hasSizeGreaterThan(8);
        assertThat(Repository.read(Repository.ROOT.resolve(".ci/run"))).contains("./stead tools packages");
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
        return REASON_ROW
                .matcher(section(errorsPage(), "Of " + whom))
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

    /** What stands under a heading of the second level, up to the next one. */
    private static String section(String page, String heading) {
        return Arrays.stream(page.split("(?m)^## ", -1))
                .filter(part -> part.startsWith(heading + "\n"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no section '" + heading + "'"));
    }

    private static String architecture() {
        return Repository.read(Repository.ROOT.resolve("docs/architecture.md"));
    }

    private static String errorsPage() {
        return Repository.read(Repository.ROOT.resolve("docs/errors.md"));
    }

    private static Stream<MatchResult> found(Pattern pattern, Path page) {
        return pattern.matcher(Repository.read(page)).results();
    }
}
