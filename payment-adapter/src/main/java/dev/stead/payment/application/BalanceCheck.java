package dev.stead.payment.application;

import dev.stead.payment.application.port.UnitOfWork;
import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.ledger.Account;
import dev.stead.payment.domain.ledger.RecomputedBalance;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sums up the whole ledger on one consistent state of it: every currency must come to zero, no balance may be negative, every account must
 * equal the replay of its postings, and every journal entry must balance.
 */
public final class BalanceCheck {
    private static final int MOST_FINDINGS = 100;

    private final UnitOfWork store;

    /** Over a store. */
    public BalanceCheck(UnitOfWork store) {
        this.store = store;
    }

    /**
     * What was found.
     *
     * @param sums of all balances, by currency; zero each if all is well
     * @param accounts how many were replayed
     * @param postings how many were read
     * @param findings what is wrong; empty if all is well, at most 100
     */
    public record Report(Map<String, BigInteger> sums, long accounts, long postings, List<String> findings) {
        /** True if nothing is wrong. */
        public boolean isBalanced() {
            return findings.isEmpty();
        }
    }

    /** Checks the ledger as it is at one instant. */
    public Report check() {
        return store.read(books -> {
            var tally = new Tally();
            books.journal().replay(tally::add);
            books.journal().unbalanced(MOST_FINDINGS).forEach(id -> tally.find("entry " + id + " does not balance"));
            return tally.report();
        });
    }

    private static final class Tally {
        private final Map<String, BigInteger> sums = new TreeMap<>();
        private final List<String> findings = new ArrayList<>();
        private long accounts;
        private long postings;

        void add(RecomputedBalance replayed) {
            Account account = replayed.account();
            accounts++;
            postings += replayed.postings();
            sum(account.available());
            sum(account.held());
            if (account.held().isNegative() || (account.available().isNegative() && !account.mayBeNegative())) {
                find("account " + account.id() + " has a negative balance");
            }
            if (!account.available().equals(replayed.available())
                    || !account.held().equals(replayed.held())) {
                find("account " + account.id() + " does not equal the replay of its postings");
            }
        }

        void find(String finding) {
            if (findings.size() < MOST_FINDINGS) {
                findings.add(finding);
            }
        }

        Report report() {
            sums.forEach((currency, sum) -> {
                if (sum.signum() != 0) {
                    find("the sum over all accounts in " + currency + " is " + sum + ", not zero");
                }
            });
            return new Report(Map.copyOf(sums), accounts, postings, List.copyOf(findings));
        }

        private void sum(Money balance) {
            sums.merge(balance.currencyCode(), BigInteger.valueOf(balance.minorUnits()), BigInteger::add);
        }
    }
}
