package dev.stead.task.application.port;

import dev.stead.mesh.request.RequestIdentity;
import dev.stead.task.domain.AssertionId;
import dev.stead.task.domain.ExecutionId;
import dev.stead.task.domain.MerchantId;
import dev.stead.task.domain.PasskeyId;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.SiteId;
import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.TerminalId;
import dev.stead.task.domain.eligibility.MandateUsage;
import dev.stead.task.domain.evidence.EvidenceEntry;
import dev.stead.task.domain.evidence.RecordedEntry;
import dev.stead.task.domain.evidence.RecordedExecution;
import dev.stead.task.domain.notification.Notification;
import dev.stead.task.domain.notification.NotificationKind;
import dev.stead.task.domain.order.Order;
import dev.stead.task.domain.order.OrderKey;
import dev.stead.task.domain.passkey.Passkey;
import dev.stead.task.domain.passkey.PasskeyChallenge;
import dev.stead.task.domain.passkey.PasskeyPurpose;
import dev.stead.task.domain.registry.Merchant;
import dev.stead.task.domain.registry.Site;
import dev.stead.task.domain.registry.Terminal;
import dev.stead.task.domain.task.Approval;
import dev.stead.task.domain.task.Contact;
import dev.stead.task.domain.task.Execution;
import dev.stead.task.domain.task.Task;
import dev.stead.task.domain.task.TaskState;
import dev.stead.task.domain.task.TaskView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is stored, as one transaction sees it. Changes are durable once the transaction has committed. Not to be used after
 * the transaction, nor by several threads.
 */
public interface Repositories {
    Tasks tasks();

    Orders orders();

    Executions executions();

    Registry registry();

    People people();

    Inboxes inboxes();

    Requests requests();

    Approvals approvals();

    Passkeys passkeys();

    Evidence evidence();

    interface Tasks {
        Optional<TaskView> view(TaskId taskId);

        /** Locks the task until the end of the transaction. */
        Optional<Task> findForUpdate(TaskId taskId);

        void add(Task task);

        /** @throws TaskException {@code CHANGED_MEANWHILE} unless the stored version is the one before */
        void replace(Task task);

        /** The delegate's READY tasks, ordered by close time, earliest first: one query, whatever the number of tasks. */
        List<Ready> findReady(PersonId delegateId, int limit);

        /** Those that changed at this instant or later, whatever they are now; however many. */
        List<Stage> findChanged(Instant since);

        /** Those that are READY or EXECUTING; however many. */
        List<Stage> findAccepted();

        /** Those of these ids that there are. */
        List<Task> find(List<TaskId> taskIds);

        /** Ordered by creation, newest first. */
        List<TaskView> list(Page page);

        /** How many tasks that are not final the person has on that side; for a delegate, PROPOSED ones do not count. */
        int countOpen(Side side, PersonId personId);

        /** PROPOSED and READY tasks that closed at this instant or earlier, ordered by close time, earliest first. */
        List<TaskId> findClosed(Instant instant, int limit);

        /** When the next PROPOSED or READY task closes. */
        Optional<Instant> nextCloseTime();

        /** How far a task has come: enough to know whether it is the one that was read before. */
        record Stage(TaskId taskId, long version, TaskState state) {}

        /** A READY task and the name of its delegator. */
        record Ready(TaskView view, String delegatorName) {}

        /** One of a task's two people. */
        enum Side {
            DELEGATOR,
            DELEGATE
        }

        /**
         * Which tasks to list.
         *
         * @param openOnly without those that are final
         * @param size at most this many
         * @param after the last one of the page before; absent for the first page
         */
        record Page(
                Side side,
                PersonId personId,
                boolean openOnly,
                int size,
                @Nullable Position after) {}

        /** A position in the list of tasks. */
        record Position(Instant createTime, TaskId taskId) {
            public static Position of(Task task) {
                return new Position(task.progress().createTime(), task.id());
            }
        }
    }

    interface Orders {
        Optional<Order> find(OrderKey key);

        /** Locks the order until the end of the transaction. */
        Optional<Order> findForUpdate(OrderKey key);

        /** Returns false, and stores nothing, if there is an order with the same key. */
        boolean add(Order order);

        /** Stores state and holder of an order that was found for update. */
        void replace(Order order);
    }

    interface Executions {
        Optional<Execution> find(ExecutionId executionId);

        /** @param firstRetry when to settle again if the outcome is not known by then */
        void add(Execution execution, Instant firstRetry);

        /** Stores the outcome of an execution whose task was found for update. */
        void replace(Execution execution);

        /** Settling executions whose next attempt is due, ordered by that attempt, earliest first. */
        List<Unresolved> findDue(Instant instant, int limit);

        Optional<Instant> nextAttemptTime();

        /** The task's executions that succeeded or still may, begun at this instant or later. */
        List<MandateUsage.Use> findUses(TaskId taskId, Instant from);

        /** All of a task, in the order in which they began. */
        List<RecordedExecution> findByTask(TaskId taskId);

        int countSettling();

        /** Takes the next attempt and moves the one after it; returns false if somebody else took it. */
        boolean postpone(Unresolved unresolved, Instant nextAttempt);

        /**
         * An execution whose outcome is not known.
         *
         * @param attempts how often it was settled again
         */
        record Unresolved(ExecutionId executionId, int attempts) {}
    }

    /** What the operator has registered. */
    interface Registry {
        Optional<Terminal> terminal(TerminalId terminalId);

        Optional<Merchant> merchant(MerchantId merchantId);

        Optional<Site> site(SiteId siteId);

        /** Rises with every change. */
        long epoch();

        List<Terminal> terminals();

        void put(Terminal terminal);

        void put(Merchant merchant);

        void put(Site site);
    }

    /** Display names and contacts. */
    interface People {
        Optional<String> displayName(PersonId personId);

        void setDisplayName(PersonId personId, String displayName);

        /** Since when the two are each other's contacts; empty if they are not. */
        Optional<Instant> contactSince(PersonId personId, PersonId contactId);

        /** How many people this one has added. */
        int countAdded(PersonId personId);

        /** Without effect if the one has added the other before. */
        void addContact(PersonId personId, PersonId contactId, Instant now);

        void removeContact(PersonId personId, PersonId contactId);

        /** All whom this person has added, who are limited in number, and of those who wait for an answer the latest 100. */
        List<Contact> contactsOf(PersonId personId);
    }

    /** Notifications, one inbox a person. */
    interface Inboxes {
        /** Adds a notification to the inboxes of these people. Cursors rise in the order of commits. */
        void deliver(List<PersonId> personIds, NotificationKind kind, TaskView task, Instant now);

        /** Adds a notification about their passkey to a person's inbox. */
        void deliver(PersonId personId, NotificationKind kind, Passkey passkey, Instant now);

        /** Those after the cursor, in order. */
        List<Notification> findAfter(PersonId personId, long cursor, int limit);

        Cursors cursors(PersonId personId);

        /** Never goes back. */
        void acknowledge(PersonId personId, long cursor);

        /** Inboxes with notifications to be sent whose next delivery is due, ordered by that delivery, earliest first. */
        List<Undelivered> findUndelivered(Instant instant, int limit);

        /** Empty if everything was sent. */
        Optional<Instant> nextDeliveryTime();

        /** How many inboxes have notifications to be sent. */
        int countUndelivered();

        /** Reserves the inbox until then; returns false if somebody else was quicker. */
        boolean lease(Undelivered inbox, Instant until);

        /**
         * Stores how far the inbox was delivered, unless the lease has ended and somebody else has taken it.
         *
         * @return whether it was stored
         */
        boolean release(Undelivered inbox, Instant leasedUntil);

        /**
         * An inbox with notifications to be sent.
         *
         * @param delivered cursor of the last notification that was sent
         * @param attempts deliveries that failed since the last success
         * @param nextDelivery when it is tried again
         */
        record Undelivered(PersonId personId, long delivered, int attempts, Instant nextDelivery) {}

        /** Cursors of the last and of the last acknowledged notification; 0 for none. */
        record Cursors(long last, long acknowledged) {}
    }

    /** Request ids with their answers, and the assertions that were used. */
    interface Requests {
        Optional<StoredRequest> find(UUID requestId);

        /**
         * Returns false, and stores nothing, if the request id is taken; waits for another transaction that is about to take it.
         *
         * @param executionId of a confirmation; absent for every other request
         */
        boolean add(RequestIdentity request, @Nullable ExecutionId executionId);

        /** Stores the answer unless there is one, and returns the stored one. */
        byte[] storeAnswer(UUID requestId, byte[] answer);

        /** Records what the assertion is used for. Returns false, and records nothing, if it was used before, for whatever task. */
        boolean markUsed(AssertionId assertionId, TaskId taskId);
    }

    /** At most one approval a task. */
    interface Approvals {
        Optional<Approval> find(TaskId taskId);

        /** Replaces the one before. */
        void put(Approval approval);

        void remove(TaskId taskId);

        /** Removes those that were given with this passkey. */
        void removeGivenWith(PasskeyId passkeyId);
    }

    /** People's passkeys, and what they may sign next. */
    interface Passkeys {
        /** Ordered by creation. */
        List<Passkey> of(PersonId personId);

        /** The same, locked until the end of the transaction. */
        List<Passkey> ofForUpdate(PersonId personId);

        /** Returns false, and stores nothing, if somebody has a passkey of the same credential. */
        boolean add(Passkey passkey);

        /** Stores the counter of a passkey that was found for update. */
        void count(Passkey passkey);

        /** Stores when a passkey that was found for update is active. */
        void activate(Passkey passkey);

        void remove(Passkey passkey);

        /** Replaces the one that was open for the same purpose; forgets those of the person that have expired. */
        void open(PasskeyChallenge challenge, Instant now);

        /** The open challenge for this purpose, which is open no more: to whoever takes it at the same time there is none. */
        Optional<PasskeyChallenge> take(PersonId personId, PasskeyPurpose purpose);
    }

    /** What people did about tasks: append-only. */
    interface Evidence {
        /** Appends to the task's entries. */
        void add(TaskId taskId, EvidenceEntry entry);

        /** In the order in which they were added. */
        List<RecordedEntry> findByTask(TaskId taskId);

        /** The terms of the task's mandate as they are stored, in base64: what the leaf of an entry has the hash of. */
        String terms(TaskId taskId);
    }
}
