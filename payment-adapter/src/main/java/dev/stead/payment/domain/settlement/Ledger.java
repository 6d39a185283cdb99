package dev.stead.payment.domain.settlement;

import static dev.stead.payment.domain.ledger.BalanceKind.AVAILABLE;
import static dev.stead.payment.domain.ledger.BalanceKind.HELD;

import dev.stead.mesh.time.IdGenerator;
import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.SettlementId;
import dev.stead.payment.domain.ledger.AccountId;
import dev.stead.payment.domain.ledger.BalanceKind;
import dev.stead.payment.domain.ledger.EntryKind;
import dev.stead.payment.domain.ledger.JournalEntry;
import dev.stead.payment.domain.ledger.Posting;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The rules of double entry: which balances each movement debits and credits. Two-phase, like TigerBeetle's pending transfers: a hold moves
 * money from the payer's available to the payer's held balance, a post moves it on to the payee, a void moves it back.
 */
public final class Ledger {
    private final IdGenerator ids;

    public Ledger(IdGenerator ids) {
        this.ids = ids;
    }

    /** Moves money from outside into an account. */
    public JournalEntry deposit(AccountId into, Money amount, Instant now) {
        Money money = amount.requirePositive();
        AccountId world = AccountId.world(money.currencyCode());
        return entry(
                EntryKind.DEPOSIT, Optional.empty(), new Leg(world, AVAILABLE), new Leg(into, AVAILABLE), money, now);
    }

    /** Holds the settlement's amount on the payer's account. */
    public JournalEntry hold(Settlement settlement, Instant now) {
        AccountId payer = settlement.terms().payer();
        return entry(EntryKind.HOLD, settlement, new Leg(payer, AVAILABLE), new Leg(payer, HELD), now);
    }

    /** Moves the amount to the payee, from the payer's hold or, if there was none, from the available balance. */
    public JournalEntry post(Settlement settlement, BalanceKind from, Instant now) {
        SettlementTerms terms = settlement.terms();
        return entry(EntryKind.POST, settlement, new Leg(terms.payer(), from), new Leg(terms.payee(), AVAILABLE), now);
    }

    /** Releases the payer's hold. */
    public JournalEntry voidHold(Settlement settlement, Instant now) {
        AccountId payer = settlement.terms().payer();
        return entry(EntryKind.VOID, settlement, new Leg(payer, HELD), new Leg(payer, AVAILABLE), now);
    }

    /** Holds on the payee's account what is to be refunded. */
    public JournalEntry holdForRefund(Settlement settlement, Money amount, Instant now) {
        AccountId payee = settlement.terms().payee();
        Leg from = new Leg(payee, AVAILABLE);
        return entry(EntryKind.HOLD, Optional.of(settlement.id()), from, new Leg(payee, HELD), amount, now);
    }

    /** Releases the payee's hold of a refund that did not happen. */
    public JournalEntry keep(Settlement settlement, Money amount, Instant now) {
        AccountId payee = settlement.terms().payee();
        Leg to = new Leg(payee, AVAILABLE);
        return entry(EntryKind.KEEP, Optional.of(settlement.id()), new Leg(payee, HELD), to, amount, now);
    }

    /** Moves {@code amount} back to the payer, from the payee's hold or, if there was none, from the available balance. */
    public JournalEntry refund(Settlement settlement, Money amount, BalanceKind from, Instant now) {
        SettlementTerms terms = settlement.terms();
        Leg source = new Leg(terms.payee(), from);
        Leg target = new Leg(terms.payer(), AVAILABLE);
        return entry(EntryKind.REFUND, Optional.of(settlement.id()), source, target, amount.requirePositive(), now);
    }

    private JournalEntry entry(EntryKind kind, Settlement settlement, Leg from, Leg to, Instant now) {
        return entry(
                kind, Optional.of(settlement.id()), from, to, settlement.terms().amount(), now);
    }

    private JournalEntry entry(
            EntryKind kind, Optional<SettlementId> settlement, Leg from, Leg to, Money amount, Instant now) {
        List<Posting> postings = List.of(
                new Posting(from.account, from.balanceKind, amount.negated()),
                new Posting(to.account, to.balanceKind, amount));
        return new JournalEntry(ids.next(), kind, settlement, postings, now);
    }

    private record Leg(AccountId account, BalanceKind balanceKind) {}
}
