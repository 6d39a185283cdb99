package dev.stead.task.grpc;

import static dev.stead.task.v1.Execution.State.STATE_COLLECTING;
import static dev.stead.task.v1.Execution.State.STATE_FAILED;
import static dev.stead.task.v1.Execution.State.STATE_SETTLING;
import static dev.stead.task.v1.Execution.State.STATE_SUCCEEDED;

import dev.stead.task.contract.MoneyProto;
import dev.stead.task.contract.ProtoFields;
import dev.stead.task.domain.SettlementReference;
import dev.stead.task.domain.task.Execution;

/** Executions on the wire. */
final class ExecutionProto {
    /** The reason of a collection that was reported not to have happened. */
    static final String NOT_COLLECTED = "NOT_COLLECTED";

    private ExecutionProto() {}

    static dev.stead.task.v1.Execution write(Execution execution) {
        var proto = dev.stead.task.v1.Execution.newBuilder()
                .setExecutionId(execution.id().value())
                .setTaskId(execution.taskId().value())
                .setTerminalId(execution.terminalId().value())
                .setCreateTime(ProtoFields.timestamp(execution.createTime()))
                .setUpdateTime(ProtoFields.timestamp(execution.updateTime()));
        switch (execution.outcome()) {
            case Execution.Settling _ -> proto.setState(STATE_SETTLING);
            case Execution.Paid paid ->
                proto.setState(STATE_SUCCEEDED)
                        .setAmount(MoneyProto.write(paid.amount()))
                        .setSettlementId(paid.settlement().value());
            case Execution.Refused refused -> {
                proto.setState(STATE_FAILED).setFailureReason(refused.reason());
                SettlementReference settlement = refused.settlement();
                if (settlement != null) {
                    proto.setSettlementId(settlement.value());
                }
            }
            case Execution.Collecting collecting ->
                proto.setState(STATE_COLLECTING).setCollectionPoint(OrderProto.write(collecting.point()));
            case Execution.Collected collected ->
                proto.setState(STATE_SUCCEEDED).setCollectionPoint(OrderProto.write(collected.point()));
            case Execution.NotCollected not ->
                proto.setState(STATE_FAILED)
                        .setFailureReason(NOT_COLLECTED)
                        .setCollectionPoint(OrderProto.write(not.point()));
        }
        return proto.build();
    }
}
