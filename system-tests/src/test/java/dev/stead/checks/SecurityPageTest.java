package dev.stead.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.matcher.grpc.MatcherAccess;
import dev.stead.mesh.security.Role;
import dev.stead.payment.grpc.PaymentAccess;
import dev.stead.task.grpc.TaskAccess;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/security.md says who may call what as the services themselves decide it: no method more, none less, the same callers. */
class SecurityPageTest {
    /** A row: the method, its callers, and what they reach, which must be said. */
    private static final Pattern ROW = Pattern.compile("\\| `(stead\\.[A-Za-z0-9./]+)` \\| ([a-z, ]+) \\| [^|]+ \\|");

    @Test
    void theTableOfCallersIsTheServicesOwn() throws Exception {
        List<String> page = Repository.read(Repository.ROOT.resolve("docs/security.md"))
                .lines()
                .filter(line -> line.startsWith("| `stead."))
                .toList();
        assertThat(page).allMatch(line -> ROW.matcher(line).matches());
        Map<String, String> written = page.stream()
                .map(ROW::matcher)
                .filter(row -> row.matches())
                .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2)));

        assertThat(new TreeMap<>(written)).isEqualTo(new TreeMap<>(decided()));
    }

    @Test
    void theTestsThatThePageOfStandardsNamesExist() throws Exception {
        String page = Repository.read(Repository.ROOT.resolve("docs/standards.md"));
        Set<String> named = Pattern.compile("`([A-Za-z]+Test)`")
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());

        assertThat(named)
                .hasSizeGreaterThan(30)
                .isSubsetOf(Repository.files(name -> name.endsWith("Test.java")).stream()
                        .map(file -> file.getFileName().toString().replace(".java", ""))
                        .toList());
    }

    private static Map<String, String> decided() {
        return Stream.of(MatcherAccess.TABLE, TaskAccess.table(), PaymentAccess.table())
                .flatMap(table -> table.rows().entrySet().stream())
                // Every service has an audit log, with the same rows.
                .distinct()
                .collect(Collectors.toMap(Map.Entry::getKey, row -> names(row.getValue())));
    }

    private static String names(Set<Role> roles) {
        return roles.stream()
                .map(role -> role.name().toLowerCase(Locale.ROOT))
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
