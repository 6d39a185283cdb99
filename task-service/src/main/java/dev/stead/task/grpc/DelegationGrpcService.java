package dev.stead.task.grpc;

import dev.stead.mesh.Unary;
import dev.stead.task.application.Approvals;
import dev.stead.task.application.TaskUseCases;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.application.port.Repositories.Tasks.Page;
import dev.stead.task.application.port.Repositories.Tasks.Position;
import dev.stead.task.application.port.Repositories.Tasks.Side;
import dev.stead.task.contract.MandateProto;
import dev.stead.task.contract.ProtoFields;
import dev.stead.task.domain.MerchantId;
import dev.stead.task.domain.OrderId;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.Require;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.order.OrderKey;
import dev.stead.task.domain.task.Contact;
import dev.stead.task.domain.task.Parties;
import dev.stead.task.domain.task.Proposal;
import dev.stead.task.domain.task.TaskView;
import dev.stead.task.v1.AcceptTaskRequest;
import dev.stead.task.v1.AcceptTaskResponse;
import dev.stead.task.v1.AddContactRequest;
import dev.stead.task.v1.AddContactResponse;
import dev.stead.task.v1.ApproveTaskRequest;
import dev.stead.task.v1.ApproveTaskResponse;
import dev.stead.task.v1.DeclineTaskRequest;
import dev.stead.task.v1.DeclineTaskResponse;
import dev.stead.task.v1.DelegationServiceGrpc;
import dev.stead.task.v1.GetProfileRequest;
import dev.stead.task.v1.GetProfileResponse;
import dev.stead.task.v1.GetTaskRequest;
import dev.stead.task.v1.GetTaskResponse;
import dev.stead.task.v1.ListContactsRequest;
import dev.stead.task.v1.ListContactsResponse;
import dev.stead.task.v1.ListTasksRequest;
import dev.stead.task.v1.ListTasksResponse;
import dev.stead.task.v1.ProposeTaskRequest;
import dev.stead.task.v1.ProposeTaskResponse;
import dev.stead.task.v1.RemoveContactRequest;
import dev.stead.task.v1.RemoveContactResponse;
import dev.stead.task.v1.RevokeTaskRequest;
import dev.stead.task.v1.RevokeTaskResponse;
import dev.stead.task.v1.SetDisplayNameRequest;
import dev.stead.task.v1.SetDisplayNameResponse;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The phones' calls about tasks and contacts. The caller is the person of the token. Thread-safe. */
public final class DelegationGrpcService extends DelegationServiceGrpc.DelegationServiceImplBase {
    private final TaskUseCases useCases;
    private final IdempotentCalls calls;

    public DelegationGrpcService(TaskUseCases useCases) {
        this.useCases = useCases;
        this.calls = new IdempotentCalls(useCases.idempotentExecutor());
    }

    @Override
    public void proposeTask(ProposeTaskRequest request, StreamObserver<ProposeTaskResponse> out) {
        Unary.answer(out, () -> {
            var identity = IdempotentCalls.identity(request.getRequestId(), request);
            ProtoFields.require(request.hasMandate(), "mandate");
            var proposal = new Proposal(
                    new Parties(
                            Callers.person(),
                            ProtoFields.personId(
                                    ProtoFields.require(request.getDelegateId(), "delegate_id"), "delegate_id")),
                    new OrderKey(new MerchantId(request.getMerchantId()), new OrderId(request.getOrderId())),
                    MandateProto.read(request.getMandate()));
            return calls.run(identity, ProposeTaskResponse.parser(), repositories -> {
                var assertion = useCases.assertions().read(request.getAssertion());
                TaskView view = useCases.delegations().propose(repositories, assertion, proposal);
                return ProposeTaskResponse.newBuilder()
                        .setTask(TaskProto.write(view))
                        .build();
            });
        });
    }

    @Override
    public void acceptTask(AcceptTaskRequest request, StreamObserver<AcceptTaskResponse> out) {
        Unary.answer(out, () -> {
            var identity = IdempotentCalls.identity(request.getRequestId(), request);
            PersonId person = Callers.person();
            AcceptTaskResponse answer = calls.run(identity, AcceptTaskResponse.parser(), repositories -> {
                var assertion = useCases.assertions().read(request.getAssertion());
                TaskView view = useCases.delegations()
                        .accept(repositories, person, assertion, ProtoFields.taskId(request.getTaskId()));
                return AcceptTaskResponse.newBuilder()
                        .setTask(TaskProto.write(view))
                        .build();
            });
            // Their other tasks: this assertion may be the first of a new enrolment.
            useCases.enrolmentChanges().learn(useCases.assertions().read(request.getAssertion()));
            return answer;
        });
    }

    @Override
    public void declineTask(DeclineTaskRequest request, StreamObserver<DeclineTaskResponse> out) {
        Unary.answer(out, () -> {
            var identity = IdempotentCalls.identity(request.getRequestId(), request);
            PersonId person = Callers.person();
            return calls.run(identity, DeclineTaskResponse.parser(), repositories -> {
                TaskView view =
                        useCases.delegations().decline(repositories, person, ProtoFields.taskId(request.getTaskId()));
                return DeclineTaskResponse.newBuilder()
                        .setTask(TaskProto.write(view))
                        .build();
            });
        });
    }

    @Override
    public void revokeTask(RevokeTaskRequest request, StreamObserver<RevokeTaskResponse> out) {
        Unary.answer(out, () -> {
            var identity = IdempotentCalls.identity(request.getRequestId(), request);
            PersonId person = Callers.person();
            return calls.run(identity, RevokeTaskResponse.parser(), repositories -> {
                TaskView view =
                        useCases.delegations().revoke(repositories, person, ProtoFields.taskId(request.getTaskId()));
                return RevokeTaskResponse.newBuilder()
                        .setTask(TaskProto.write(view))
                        .build();
            });
        });
    }

    @Override
    public void approveTask(ApproveTaskRequest request, StreamObserver<ApproveTaskResponse> out) {
        Unary.answer(out, () -> {
            var identity = IdempotentCalls.identity(request.getRequestId(), request);
            Supplier<ApproveTaskResponse> call = () ->
                    calls.run(identity, ApproveTaskResponse.parser(), repositories -> approve(repositories, request));
            return request.hasPasskeySignature()
                    ? call.get()
                    : useCases.enrolmentChanges().learningFrom(request.getAssertion(), call);
        });
    }

    private ApproveTaskResponse approve(Repositories repositories, ApproveTaskRequest request) {
        PersonId person = Callers.person();
        TaskId taskId = ProtoFields.taskId(request.getTaskId());
        Approvals.Approved approved;
        if (request.hasPasskeySignature()) {
            Require.that(
                    request.getAssertion().isEmpty(),
                    TaskError.ASSERTION_INVALID,
                    "assertion must be empty if there is a passkey_signature");
            approved = useCases.approvals()
                    .approve(repositories, person, PasskeyProto.read(request.getPasskeySignature()), taskId);
        } else {
            approved = useCases.approvals()
                    .approve(repositories, person, useCases.assertions().read(request.getAssertion()), taskId);
        }
        return ApproveTaskResponse.newBuilder()
                .setTask(TaskProto.write(approved.view()))
                .setExpireTime(ProtoFields.timestamp(approved.expireTime()))
                .build();
    }

    @Override
    public void getTask(GetTaskRequest request, StreamObserver<GetTaskResponse> out) {
        Unary.answer(out, () -> {
            PersonId person = Callers.person();
            TaskView view = useCases.unitOfWork()
                    .read(repositories ->
                            useCases.delegations().get(repositories, person, ProtoFields.taskId(request.getTaskId())));
            return GetTaskResponse.newBuilder().setTask(TaskProto.write(view)).build();
        });
    }

    @Override
    public void listTasks(ListTasksRequest request, StreamObserver<ListTasksResponse> out) {
        Unary.answer(out, () -> {
            int size = ProtoFields.pageSize(request.getPageSize());
            Position after = request.getPageToken().isEmpty() ? null : PageTokens.taskAfter(request.getPageToken());
            // One more than was asked for shows whether there is a next page.
            var page = new Page(side(request.getSide()), Callers.person(), request.getOpenOnly(), size + 1, after);
            List<TaskView> found = useCases.unitOfWork()
                    .read(repositories -> useCases.delegations().list(repositories, page));
            List<TaskView> shown = found.size() > size ? found.subList(0, size) : found;
            var response = ListTasksResponse.newBuilder();
            shown.forEach(view -> response.addTasks(TaskProto.write(view)));
            if (found.size() > size) {
                response.setNextPageToken(
                        PageTokens.afterTask(Position.of(shown.getLast().task())));
            }
            return response.build();
        });
    }

    @Override
    public void listContacts(ListContactsRequest request, StreamObserver<ListContactsResponse> out) {
        Unary.answer(out, () -> {
            int size = ProtoFields.pageSize(request.getPageSize());
            PersonId person = Callers.person();
            List<Contact> all =
                    useCases.unitOfWork().read(repositories -> useCases.people().contacts(repositories, person));
            int from = request.getPageToken().isEmpty() ? 0 : indexAfter(all, request.getPageToken());
            List<Contact> shown = all.subList(from, Math.min(from + size, all.size()));
            var response = ListContactsResponse.newBuilder();
            shown.forEach(contact -> response.addContacts(write(contact)));
            if (from + size < all.size()) {
                response.setNextPageToken(
                        PageTokens.afterContact(shown.getLast().personId()));
            }
            return response.build();
        });
    }

    @Override
    public void addContact(AddContactRequest request, StreamObserver<AddContactResponse> out) {
        Unary.answer(out, () -> {
            var identity = IdempotentCalls.identity(request.getRequestId(), request);
            PersonId person = Callers.person();
            return calls.run(
                    identity,
                    AddContactResponse.parser(),
                    repositories -> AddContactResponse.newBuilder()
                            .setContact(write(useCases.people()
                                    .addContact(
                                            repositories,
                                            person,
                                            ProtoFields.personId(request.getContactId(), "contact_id"))))
                            .build());
        });
    }

    @Override
    public void removeContact(RemoveContactRequest request, StreamObserver<RemoveContactResponse> out) {
        Unary.answer(out, () -> {
            var identity = IdempotentCalls.identity(request.getRequestId(), request);
            PersonId person = Callers.person();
            PersonId contact = ProtoFields.personId(request.getContactId(), "contact_id");
            return calls.run(identity, RemoveContactResponse.parser(), repositories -> {
                useCases.people().removeContact(repositories, person, contact);
                return RemoveContactResponse.getDefaultInstance();
            });
        });
    }

    @Override
    public void setDisplayName(SetDisplayNameRequest request, StreamObserver<SetDisplayNameResponse> out) {
        Unary.answer(out, () -> {
            var identity = IdempotentCalls.identity(request.getRequestId(), request);
            PersonId person = Callers.person();
            return calls.run(
                    identity,
                    SetDisplayNameResponse.parser(),
                    repositories -> SetDisplayNameResponse.newBuilder()
                            .setDisplayName(
                                    useCases.people().setDisplayName(repositories, person, request.getDisplayName()))
                            .build());
        });
    }

    @Override
    public void getProfile(GetProfileRequest request, StreamObserver<GetProfileResponse> out) {
        Unary.answer(out, () -> {
            PersonId person = Callers.person();
            String name = useCases.unitOfWork()
                    .read(repositories -> useCases.people().displayName(repositories, person))
                    .orElse("");
            return GetProfileResponse.newBuilder()
                    .setPersonId(person.value())
                    .setDisplayName(name)
                    .build();
        });
    }

    private static int indexAfter(List<Contact> contacts, String token) {
        PersonId last = PageTokens.contactAfter(token);
        return IntStream.range(0, contacts.size())
                        .filter(i -> contacts.get(i).personId().equals(last))
                        .findFirst()
                        .orElseThrow(PageTokens::invalid)
                + 1;
    }

    private static dev.stead.task.v1.Contact write(Contact contact) {
        return dev.stead.task.v1.Contact.newBuilder()
                .setContactId(contact.personId().value())
                .setDisplayName(contact.displayName().orElse(""))
                .setState(
                        switch (contact.state()) {
                            case MUTUAL -> dev.stead.task.v1.Contact.State.STATE_MUTUAL;
                            case OUTGOING -> dev.stead.task.v1.Contact.State.STATE_OUTGOING;
                            case INCOMING -> dev.stead.task.v1.Contact.State.STATE_INCOMING;
                        })
                .build();
    }

    private static Side side(ListTasksRequest.Side side) {
        return switch (side) {
            case SIDE_DELEGATOR -> Side.DELEGATOR;
            case SIDE_DELEGATE -> Side.DELEGATE;
            case SIDE_UNSPECIFIED, UNRECOGNIZED ->
                throw ProtoFields.unknownEnum("side", "SIDE_DELEGATOR, SIDE_DELEGATE");
        };
    }
}
