package dev.stead.task.grpc;

import dev.stead.task.application.FindTasks.Eligible;
import dev.stead.task.contract.MandateProto;
import dev.stead.task.contract.MoneyProto;
import dev.stead.task.contract.ProtoFields;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.notification.Notification;
import dev.stead.task.domain.notification.NotificationKind;
import dev.stead.task.domain.task.Execution;
import dev.stead.task.domain.task.Progress;
import dev.stead.task.domain.task.Task;
import dev.stead.task.domain.task.TaskState;
import dev.stead.task.domain.task.TaskView;
import dev.stead.task.v1.EligibleTask;

/** Tasks on the wire: for their two people, and for terminals. */
final class TaskProto {
    private TaskProto() {}

    static dev.stead.task.v1.Task write(TaskView view) {
        Task task = view.task();
        Progress progress = task.progress();
        var proto = dev.stead.task.v1.Task.newBuilder()
                .setTaskId(task.id().value())
                .setState(write(task.state()))
                .setDelegatorId(task.parties().delegatorId().value())
                .setDelegateId(task.parties().delegateId().value())
                .setOrder(OrderProto.forPeople(view.order(), view.merchantName()))
                .setMandate(MandateProto.write(task.mandate()))
                .setCreateTime(ProtoFields.timestamp(progress.createTime()))
                .setUpdateTime(ProtoFields.timestamp(progress.updateTime()))
                .setVersion(progress.version())
                .setUses(progress.uses())
                .setRevokePending(progress.revoking() && !progress.state().isFinal());
        Execution last = view.lastExecution();
        if (last != null) {
            proto.setLastExecution(ExecutionProto.write(last));
        }
        return proto.build();
    }

    /** For a terminal: no subject id, and not where the object is. */
    static EligibleTask write(Eligible eligible) {
        TaskView view = eligible.view();
        var proto = EligibleTask.newBuilder()
                .setTaskId(view.task().id().value())
                .setKind(MandateProto.write(view.task().mandate().kind()))
                .setDelegatorName(eligible.delegatorName())
                .setOrderDescription(view.order().description())
                .setMerchantName(view.merchantName())
                .setOrderTime(ProtoFields.timestamp(view.order().orderTime()))
                .setOrderState(OrderProto.write(view.order().state()))
                .setRequirements(MandateProto.write(view.task().mandate()))
                .setWindowCloseTime(ProtoFields.timestamp(eligible.closeTime()))
                .setApprovalRequired(eligible.approvalRequired());
        Money amount = view.order().amount();
        if (amount != null) {
            proto.setAmount(MoneyProto.write(amount));
        }
        return proto.build();
    }

    static dev.stead.task.v1.Notification write(Notification notification) {
        var proto = dev.stead.task.v1.Notification.newBuilder()
                .setCursor(notification.cursor())
                .setKind(write(notification.kind()))
                .setCreateTime(ProtoFields.timestamp(notification.createTime()));
        return switch (notification.change()) {
            case Notification.Change.OfTask(TaskView view) ->
                proto.setTask(write(view)).build();
            case Notification.Change.OfPasskey passkey ->
                proto.setPasskey(PasskeyProto.write(passkey)).build();
        };
    }

    private static dev.stead.task.v1.Notification.Kind write(NotificationKind kind) {
        return switch (kind) {
            case PROPOSED -> dev.stead.task.v1.Notification.Kind.KIND_PROPOSED;
            case ACCEPTED -> dev.stead.task.v1.Notification.Kind.KIND_ACCEPTED;
            case DECLINED -> dev.stead.task.v1.Notification.Kind.KIND_DECLINED;
            case REVOKED -> dev.stead.task.v1.Notification.Kind.KIND_REVOKED;
            case EXPIRED -> dev.stead.task.v1.Notification.Kind.KIND_EXPIRED;
            case SUCCEEDED -> dev.stead.task.v1.Notification.Kind.KIND_SUCCEEDED;
            case EXECUTION_FAILED -> dev.stead.task.v1.Notification.Kind.KIND_EXECUTION_FAILED;
            case COLLECTION_STARTED -> dev.stead.task.v1.Notification.Kind.KIND_COLLECTION_STARTED;
            case APPROVAL_NEEDED -> dev.stead.task.v1.Notification.Kind.KIND_APPROVAL_NEEDED;
            case ENROLMENT_CHANGED -> dev.stead.task.v1.Notification.Kind.KIND_ENROLMENT_CHANGED;
            case PASSKEY_ADDED -> dev.stead.task.v1.Notification.Kind.KIND_PASSKEY_ADDED;
            case PASSKEY_ACTIVATED -> dev.stead.task.v1.Notification.Kind.KIND_PASSKEY_ACTIVATED;
            case PASSKEY_REMOVED -> dev.stead.task.v1.Notification.Kind.KIND_PASSKEY_REMOVED;
        };
    }

    private static dev.stead.task.v1.Task.State write(TaskState state) {
        return switch (state) {
            case PROPOSED -> dev.stead.task.v1.Task.State.STATE_PROPOSED;
            case READY -> dev.stead.task.v1.Task.State.STATE_READY;
            case EXECUTING -> dev.stead.task.v1.Task.State.STATE_EXECUTING;
            case SUCCEEDED -> dev.stead.task.v1.Task.State.STATE_SUCCEEDED;
            case FAILED -> dev.stead.task.v1.Task.State.STATE_FAILED;
            case DECLINED -> dev.stead.task.v1.Task.State.STATE_DECLINED;
            case REVOKED -> dev.stead.task.v1.Task.State.STATE_REVOKED;
            case EXPIRED -> dev.stead.task.v1.Task.State.STATE_EXPIRED;
        };
    }
}
