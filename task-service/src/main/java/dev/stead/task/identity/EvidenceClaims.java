package dev.stead.task.identity;

import dev.stead.task.domain.MerchantId;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.SettlementReference;
import dev.stead.task.domain.SiteId;
import dev.stead.task.domain.evidence.Evidence;
import dev.stead.task.domain.evidence.EvidenceEntry;
import dev.stead.task.domain.mandate.AbsoluteWindow;
import dev.stead.task.domain.mandate.Constraint;
import dev.stead.task.domain.mandate.Mandate;
import dev.stead.task.domain.mandate.Place;
import dev.stead.task.domain.mandate.RecurringWindow;
import dev.stead.task.domain.mandate.TimeWindow;
import dev.stead.task.domain.order.Order;
import dev.stead.task.domain.passkey.PasskeyProof;
import dev.stead.task.domain.registry.LatLng;
import dev.stead.task.domain.task.Execution;
import dev.stead.task.domain.task.Task;
import java.time.DayOfWeek;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The claim {@code evd}: evidence as JSON values. Instants are ISO 8601 in UTC, money has its minor units; what is absent is left out. */
final class EvidenceClaims {
    private static final int FORMAT = 1;

    private EvidenceClaims() {}

    static Map<String, Object> of(Evidence evidence) {
        Task task = evidence.task().task();
        return map(
                "format", FORMAT,
                "task_id", task.id().value(),
                "delegator_id", task.parties().delegatorId().value(),
                "delegate_id", task.parties().delegateId().value(),
                "order", order(evidence.task().order()),
                "mandate", mandate(task.mandate()),
                "state", task.state().name(),
                "uses", task.progress().uses(),
                "version", task.version(),
                "acts", evidence.entries().stream().map(EvidenceClaims::entry).toList(),
                "executions",
                        evidence.executions().stream()
                                .map(EvidenceClaims::execution)
                                .toList());
    }

    private static Map<String, Object> entry(EvidenceEntry entry) {
        return map(
                "kind", entry.kind().name(),
                "person_id", entry.personId().value(),
                "time", entry.time().toString(),
                "terminal_id", text(entry.detail().terminalId()),
                "execution_id", text(entry.detail().executionId()),
                "amount", money(entry.detail().amount()),
                "assertion", entry.assertion(),
                "passkey", passkey(entry.passkey()));
    }

    /** As WebAuthn names them. */
    private static @Nullable Map<String, Object> passkey(@Nullable PasskeyProof proof) {
        return proof == null
                ? null
                : map(
                        "challenge_text", proof.challenge(),
                        "public_key", proof.publicKey(),
                        "credential_id", proof.assertion().credentialId().value(),
                        "client_data", proof.assertion().clientData(),
                        "authenticator_data", proof.assertion().authenticatorData(),
                        "signature", proof.assertion().signature());
    }

    private static Map<String, Object> execution(Execution execution) {
        Map<String, Object> claims = map(
                "execution_id", execution.id().value(),
                "terminal_id", execution.terminalId().value(),
                "create_time", execution.createTime().toString(),
                "update_time", execution.updateTime().toString());
        claims.putAll(
                switch (execution.outcome()) {
                    case Execution.Settling(Money amount) -> map("outcome", "SETTLING", "amount", money(amount));
                    case Execution.Paid(Money amount, SettlementReference settlement) ->
                        map("outcome", "PAID", "amount", money(amount), "settlement_id", settlement.value());
                    case Execution.Refused(Money amount, SettlementReference settlement, String reason) ->
                        map(
                                "outcome",
                                "REFUSED",
                                "amount",
                                money(amount),
                                "settlement_id",
                                text(settlement),
                                "reason",
                                reason);
                    case Execution.Collecting _ -> map("outcome", "COLLECTING");
                    case Execution.Collected _ -> map("outcome", "COLLECTED");
                    case Execution.NotCollected _ -> map("outcome", "NOT_COLLECTED");
                });
        return claims;
    }

    private static Map<String, Object> order(Order order) {
        return map(
                "merchant_id", order.key().merchantId().value(),
                "order_id", order.key().orderId().value(),
                "kind", order.kind(),
                "description", order.description(),
                "amount", money(order.amount()),
                "order_time", order.orderTime().toString(),
                "state", order.state().name());
    }

    private static Map<String, Object> mandate(Mandate mandate) {
        return map(
                "kind", mandate.kind().name(),
                "window", window(mandate.window()),
                "places", mandate.places().stream().map(EvidenceClaims::place).toList(),
                "amount_limit", money(mandate.amountLimit()),
                "max_uses", mandate.maxUses(),
                "note", mandate.note(),
                "constraints",
                        mandate.constraints().stream()
                                .map(EvidenceClaims::constraint)
                                .toList());
    }

    private static Map<String, Object> window(TimeWindow window) {
        return switch (window) {
            case AbsoluteWindow absolute ->
                map("start", absolute.start().toString(), "end", absolute.end().toString());
            case RecurringWindow recurring ->
                map(
                        "time_zone", recurring.zone().getId(),
                        "days",
                                EnumSet.copyOf(recurring.hours().days()).stream()
                                        .map(DayOfWeek::name)
                                        .toList(),
                        "opens", recurring.hours().opens().toString(),
                        "closes", recurring.hours().closes().toString(),
                        "first_date", recurring.firstDate().toString(),
                        "last_date", recurring.lastDate().toString());
        };
    }

    private static Map<String, Object> place(Place place) {
        return switch (place) {
            case Place.Circle(LatLng center, double radius) -> map("center", point(center), "radius_meters", radius);
            case Place.Polygon(List<LatLng> ring) ->
                map("ring", ring.stream().map(EvidenceClaims::point).toList());
            case Place.NamedSite(SiteId siteId) -> map("site_id", siteId.value());
        };
    }

    private static Map<String, Object> constraint(Constraint constraint) {
        return switch (constraint) {
            case Constraint.TotalLimit(Money limit) -> map("total_limit", money(limit));
            case Constraint.PeriodLimit limit ->
                map(
                        "period", limit.period().name(),
                        "time_zone", limit.zone().getId(),
                        "amount_limit", money(limit.amount()),
                        "max_uses", limit.uses());
            case Constraint.AllowedMerchants(var merchantIds) ->
                map(
                        "allowed_merchants",
                        merchantIds.stream().map(MerchantId::value).sorted().toList());
            case Constraint.AllowedOrderKinds(var kinds) ->
                map("allowed_order_kinds", List.copyOf(new TreeSet<>(kinds)));
            case Constraint.ApprovalAbove(Money limit) -> map("approval_above", money(limit));
            case Constraint.NotBefore(var time) -> map("not_before", time.toString());
            case Constraint.Unknown(String text) -> map("unknown", text);
        };
    }

    /** An id as it is written. */
    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static List<Double> point(LatLng point) {
        return List.of(point.latitude(), point.longitude());
    }

    private static @Nullable Map<String, Object> money(@Nullable Money money) {
        return money == null ? null : map("currency_code", money.currencyCode(), "minor_units", money.minorUnits());
    }

    /** Names and values in turn, in this order; what is null is left out. */
    private static Map<String, Object> map(@Nullable Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            if (value != null) {
                map.put(String.valueOf(namesAndValues[i]), value);
            }
        }
        return map;
    }
}
