package dev.stead.systemtests.rows;

import dev.stead.payment.v1.AccountServiceGrpc;
import dev.stead.payment.v1.CheckBalanceRequest;
import dev.stead.payment.v1.CheckBalanceResponse;
import dev.stead.payment.v1.EntryKind;
import dev.stead.payment.v1.GetAccountRequest;
import dev.stead.payment.v1.GetSettlementRequest;
import dev.stead.payment.v1.ListPostingsRequest;
import dev.stead.payment.v1.ListPostingsResponse;
import dev.stead.payment.v1.Posting;
import dev.stead.payment.v1.Settlement;
import dev.stead.payment.v1.SettlementServiceGrpc;
import dev.stead.systemtests.provider.Effect;
import dev.stead.systemtests.provider.ProviderJournal;
import dev.stead.systemtests.till.TillJournal;
import dev.stead.systemtests.till.TillJournal.Answer;
import dev.stead.task.v1.Execution;
import dev.stead.task.v1.GetExecutionRequest;
import dev.stead.task.v1.TerminalServiceGrpc;
import dev.stead.terminal.ServiceChannels;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What must hold of a mesh at rest, whatever was done to it: O1 the ledger sums to zero and replays to its balances, O2 at most one
 * capture and one post a settlement, O3 every answer that a till received still holds, O4 nothing happened that no till requested, O5 no
 * final state changed.
 */
final class Oracles {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final String SUCCEEDED = Execution.State.STATE_SUCCEEDED.name();

    private final TestMesh mesh;
    private final ServiceChannels operator;
    private final ServiceChannels task;
    private final List<String> unbalanced = new ArrayList<>();
    private final List<String> doubled = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();
    private final List<String> unasked = new ArrayList<>();

    private Oracles(TestMesh mesh) {
        this.mesh = mesh;
        this.operator = mesh.as("operator/soak");
        this.task = mesh.as("service/task");
    }

    /** Checks all oracles and adds their findings to the result. */
    static void check(TestMesh mesh, Result result) throws IOException {
        var oracles = new Oracles(mesh);
        List<Answer> answers = new ArrayList<>();
        for (Path journal : mesh.journals()) {
            answers.addAll(oracles.answersStillStand(journal));
        }
        oracles.moneyIsWhereItWasSaidToBe(answers);
        oracles.ledgerBalances();
        result.figure("answers", answers.size())
                .none("double", oracles.doubled)
                .none("lost", oracles.lost)
                .none("unasked", oracles.unasked)
                .none("unbalanced", oracles.unbalanced);
    }

    /** Failed executions that tills received as answers. */
    static List<String> failed(TestMesh mesh) throws IOException {
        List<String> failed = new ArrayList<>();
        for (Path journal : mesh.journals()) {
            TillJournal.answers(journal).stream()
                    .filter(answer -> !answer.state().equals(SUCCEEDED))
                    .forEach(answer -> failed.add(answer.toString()));
        }
        return failed;
    }

    /** O1. A hold that is left is stuck, and no money is in two places. */
    private void ledgerBalances() {
        var accounts = AccountServiceGrpc.newBlockingStub(operator.payment());
        CheckBalanceResponse check =
                accounts.withDeadlineAfter(DEADLINE).checkBalance(CheckBalanceRequest.getDefaultInstance());
        unbalanced.addAll(check.getFindingsList());
        check.getSumsList().stream()
                .filter(sum -> sum.getMinorUnits() != 0)
                .forEach(sum -> unbalanced.add("the sum over all accounts is " + sum.getMinorUnits()));
        for (int till = 0; till < mesh.journals().size(); till++) {
            long held = accounts.withDeadlineAfter(DEADLINE)
                    .getAccount(GetAccountRequest.newBuilder()
                            .setAccountId("delegate-" + till)
                            .build())
                    .getAccount()
                    .getHeld()
                    .getMinorUnits();
            if (held != 0) {
                unbalanced.add(held + " are still held of delegate-" + till);
            }
        }
    }

    /** O3 and O5: after recovery each execution and its settlement are as the till's answer said. */
    private List<Answer> answersStillStand(Path journal) throws IOException {
        String terminal = String.valueOf(journal.getFileName()).replace(".journal", "");
        var executions = TerminalServiceGrpc.newBlockingStub(
                mesh.as("terminal/" + terminal).tasks());
        var settlements = SettlementServiceGrpc.newBlockingStub(task.payment());
        List<Answer> answers = TillJournal.answers(journal);
        for (Answer answer : answers) {
            Execution now = executions
                    .withDeadlineAfter(DEADLINE)
                    .getExecution(GetExecutionRequest.newBuilder()
                            .setExecutionId(answer.executionId())
                            .build())
                    .getExecution();
            if (!now.getState().name().equals(answer.state())
                    || !now.getSettlementId().equals(answer.settlementId())) {
                lost.add(answer + " is now " + now.getState() + " " + now.getSettlementId());
            }
            if (!answer.settlementId().isEmpty()) {
                Settlement settlement = settlements
                        .withDeadlineAfter(DEADLINE)
                        .getSettlement(GetSettlementRequest.newBuilder()
                                .setSettlementId(answer.settlementId())
                                .build())
                        .getSettlement();
                boolean settled = settlement.getState() == Settlement.State.STATE_SETTLED;
                if (settled != answer.state().equals(SUCCEEDED)
                        || !settlement.getRequestId().equals(answer.executionId())) {
                    lost.add(answer + " has a settlement that is " + settlement.getState());
                }
            }
        }
        return answers;
    }

    /** O2 and O4: a settlement that a till received has one post and one capture; nothing else has any. */
    private void moneyIsWhereItWasSaidToBe(List<Answer> answers) throws IOException {
        Set<String> received = new HashSet<>();
        answers.stream()
                .filter(answer -> answer.state().equals(SUCCEEDED))
                .forEach(answer -> received.add(answer.settlementId()));
        compare(received, posts(), "posts");
        Map<String, Integer> captures = new HashMap<>();
        Map<String, Integer> refunds = new HashMap<>();
        for (ProviderJournal.Line line : ProviderJournal.read(mesh.processes().providerJournal())) {
            String settlement = line.key().replaceFirst("-1(-reversal)?$", "");
            if (line.effect() == Effect.CAPTURED) {
                captures.merge(settlement, 1, Integer::sum);
            } else if (line.effect() == Effect.REFUNDED) {
                refunds.merge(settlement, 1, Integer::sum);
            }
        }
        // A late success that was taken back moved nothing.
        refunds.forEach((settlement, count) -> captures.computeIfPresent(settlement, (id, all) -> all - count));
        captures.values().removeIf(count -> count == 0);
        compare(received, captures, "captures");
    }

    private void compare(Set<String> received, Map<String, Integer> found, String what) {
        found.forEach((settlement, count) -> {
            if (count > 1) {
                doubled.add(settlement + " has " + count + " " + what);
            }
            if (!received.contains(settlement)) {
                unasked.add(settlement + " has " + what + ", but no till received it as settled");
            }
        });
        received.stream()
                .filter(settlement -> !found.containsKey(settlement))
                .forEach(settlement -> lost.add(settlement + " has no " + what));
    }

    /** How often each settlement was posted to the merchant. */
    private Map<String, Integer> posts() {
        var accounts = AccountServiceGrpc.newBlockingStub(operator.payment());
        Map<String, Integer> posts = new HashMap<>();
        String page = "";
        do {
            ListPostingsResponse response = accounts.withDeadlineAfter(DEADLINE)
                    .listPostings(ListPostingsRequest.newBuilder()
                            .setAccountId(Shop.MERCHANT)
                            .setPageSize(100)
                            .setPageToken(page)
                            .build());
            for (Posting posting : response.getPostingsList()) {
                if (posting.getEntryKind() == EntryKind.ENTRY_KIND_POST) {
                    posts.merge(posting.getSettlementId(), 1, Integer::sum);
                }
            }
            page = response.getNextPageToken();
        } while (!page.isEmpty());
        return posts;
    }
}
