package dev.stead.task.storage;

import dev.stead.task.domain.MerchantId;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.mandate.Constraint;
import dev.stead.task.domain.mandate.Period;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Constraints as text, one a line. A line that cannot be read was written by a newer version: it is kept as an unknown constraint,
 * under which nothing may be done.
 *
 * <pre>
 * total EUR 10000
 * period DAY Europe/Paris 2 EUR 5000
 * merchants bakery,butcher
 * order-kinds grocery
 * approval-above EUR 5000
 * not-before 2026-11-24T08:00:00Z
 * </pre>
 */
final class ConstraintText {
    private ConstraintText() {}

    static String write(List<Constraint> constraints) {
        return constraints.stream().map(ConstraintText::write).collect(Collectors.joining("\n"));
    }

    static List<Constraint> read(String text) {
        return text.lines().map(ConstraintText::readLine).toList();
    }

    private static String write(Constraint constraint) {
        return switch (constraint) {
            case Constraint.TotalLimit(Money limit) -> "total" + write(limit);
            case Constraint.PeriodLimit(Period period, ZoneId zone, Money amount, int uses) ->
                "period " + period + " " + zone.getId() + " " + uses + write(amount);
            case Constraint.AllowedMerchants(Set<MerchantId> ids) ->
                "merchants " + write(ids.stream().map(MerchantId::value).collect(Collectors.toSet()));
            case Constraint.AllowedOrderKinds(Set<String> kinds) -> "order-kinds " + write(kinds);
            case Constraint.ApprovalAbove(Money limit) -> "approval-above" + write(limit);
            case Constraint.NotBefore(Instant time) -> "not-before " + time;
            case Constraint.Unknown(String line) -> line;
        };
    }

    private static String write(@Nullable Money money) {
        return money == null ? "" : " " + money.currencyCode() + " " + money.minorUnits();
    }

    private static String write(Set<String> ids) {
        return String.join(",", new TreeSet<>(ids));
    }

    private static Constraint readLine(String line) {
        try {
            String[] words = line.split(" ", -1);
            Constraint read = switch (words[0]) {
                case "total" -> new Constraint.TotalLimit(money(words, 1));
                case "period" ->
                    new Constraint.PeriodLimit(
                            Period.valueOf(words[1]),
                            ZoneId.of(words[2]),
                            words.length == 4 ? null : money(words, 4),
                            Integer.parseInt(words[3]));
                case "merchants" ->
                    new Constraint.AllowedMerchants(Arrays.stream(words[1].split(",", -1))
                            .map(MerchantId::new)
                            .collect(Collectors.toSet()));
                case "order-kinds" -> new Constraint.AllowedOrderKinds(Set.of(words[1].split(",", -1)));
                case "approval-above" -> new Constraint.ApprovalAbove(money(words, 1));
                case "not-before" -> new Constraint.NotBefore(Instant.parse(words[1]));
                default -> new Constraint.Unknown(line);
            };
            // A known word with something behind it that we do not know is not known either.
            return write(read).equals(line) ? read : new Constraint.Unknown(line);
        } catch (RuntimeException unreadable) {
            return new Constraint.Unknown(line);
        }
    }

    private static Money money(String[] words, int at) {
        return new Money(words[at], Long.parseLong(words[at + 1]));
    }
}
