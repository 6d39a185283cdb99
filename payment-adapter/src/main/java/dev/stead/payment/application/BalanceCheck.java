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
 * Checks the whole ledger on one consistent state of it: every currency must sum to zero, no balance may be negative, every balance must
 * equal the sum of its postings, and every journal entry must balance. Thread-safe.
 */
public final class BalanceCheck {
    private static final int MAX_FINDINGS = 100;

    private final UnitOfWork unitOfWork;

    public BalanceCheck(UnitOfWork unitOfWork) {
        this.unitOfWork = unitOfWork;
    }

    /**
     * What was found.
     *
     * @param sums of all balances, by currency; each is zero if all is well
     * @param accounts how many were checked
     * @param postings how many were summed
     * @param findings what is wrong, at most 100; empty if all is well
     */
    public record Report(Map<String, BigInteger> sums, long accounts, long postings, List<String> findings) {
        public boolean isBalanced() {
            return findings.isEmpty();
        }
    }

    /** Checks the ledger as it is now. */
    public Report check() {
        return unitOfWork.read(repositories -> {
            var tally = new Tally();
            repositories.journal().recomputeBalances(tally::add);
            repositories
                    .journal()
                    .unbalancedEntries(MAX_FINDINGS)
                    .forEach(id -> tally.find("entry " + id + " does not balance"));
            return tally.report();
        });
    }

    private static final class Tally {
        private final Map<String, BigInteger> sums = new TreeMap<>();
        private final List<String> findings = new ArrayList<>();
        private long accounts;
        private long postings;

        void add(RecomputedBalance recomputed) {
            Account account = recomputed.account();
            accounts++;
            postings += recomputed.postings();
            sum(account.available());
            sum(account.held());
            if (account.held().isNegative() || (account.available().isNegative() && !account.mayBeNegative())) {
                find("account " + account.id() + " has a negative balance");
            }
            if (!account.available().equals(recomputed.available())
                    || !account.held().equals(recomputed.held())) {
                find("account " + account.id() + " does not equal the sum of its postings");
            }
        }

        void find(String finding) {
            if (findings.size() < MAX_FINDINGS) {
                findings.add(finding);
            }
        }

        Report report() {
            sums.forEach((currency, sum) -> {
                if (sum.signum() != 0) {
                    find("the sum over all accounts is " + Money.format(currency, sum) + ", not zero");
                }
            });
            return new Report(Map.copyOf(sums), accounts, postings, List.copyOf(findings));
        }

        private void sum(Money balance) {
            sums.merge(balance.currencyCode(), BigInteger.valueOf(balance.minorUnits()), BigInteger::add);
        }
    }
}
