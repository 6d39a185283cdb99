package dev.stead.systemtests.rows;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The rows of the fault matrix, docs/faults.md. */
public final class FaultMatrix {
    private FaultMatrix() {}

    /** In the order of the matrix. */
    public static List<Row> all() {
        return Stream.concat(ofFaults().stream(), byTests().stream()).toList();
    }

    /** Those that tests of the modules prove, which a build runs in any case. */
    public static List<TestsRow> byTests() {
        return AttackRows.all();
    }

    private static List<Row> ofFaults() {
        return List.of(
                new KillRow(Stores.SQLITE),
                new KillRow(Stores.POSTGRESQL),
                new FailpointRow(Stores.SQLITE),
                new FailpointRow(Stores.POSTGRESQL),
                PaymentRow.sameRequest(Stores.SQLITE),
                PaymentRow.sameRequest(Stores.POSTGRESQL),
                PaymentRow.changedRequest(Stores.SQLITE),
                PaymentRow.changedRequest(Stores.POSTGRESQL),
                PaymentRow.providerChaos(Stores.SQLITE),
                PaymentRow.providerChaos(Stores.POSTGRESQL),
                new BankRow(Stores.SQLITE),
                new BankRow(Stores.POSTGRESQL),
                new ClaimRow(Stores.SQLITE),
                new ClaimRow(Stores.POSTGRESQL),
                new DiskRow(),
                new SyncRow(),
                new BitFlipRow(),
                new NetworkRow(Stores.SQLITE),
                new NetworkRow(Stores.POSTGRESQL),
                new RollingRow(Stores.SQLITE),
                new RollingRow(Stores.POSTGRESQL),
                new RingRow(),
                new StreamRow(),
                new FrameRow());
    }

    /** The rows that {@code ./stead test} runs; M3, M4, M5, M9 and those by tests are run by their modules' own tests. */
    public static List<Row> ofBuild() {
        return List.of(
                new KillRow(Stores.SQLITE),
                new FailpointRow(Stores.SQLITE),
                new BankRow(Stores.POSTGRESQL),
                new DiskRow(),
                new SyncRow(),
                new BitFlipRow(),
                new NetworkRow(Stores.SQLITE),
                new RollingRow(Stores.POSTGRESQL),
                new RingRow(),
                new StreamRow(),
                new FrameRow());
    }

    /** The rows with these names; {@code M1} means M1 on both stores. All rows if there are no names. */
    public static List<Row> named(Set<String> names) {
        List<Row> chosen = all().stream()
                .filter(row -> names.isEmpty()
                        || names.contains(row.name())
                        || names.contains(row.name().replaceFirst("-.*", "")))
                .toList();
        for (String name : names) {
            if (chosen.stream()
                    .noneMatch(row -> row.name().equals(name) || row.name().startsWith(name + "-"))) {
                throw new IllegalArgumentException("there is no row " + name + "; there are "
                        + String.join(", ", all().stream().map(Row::name).toList()));
            }
        }
        return chosen;
    }
}
