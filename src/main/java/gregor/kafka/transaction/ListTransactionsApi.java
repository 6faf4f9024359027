package gregor.kafka.transaction;

import module java.base;

import gregor.guarantee.TransactionMetadata;
import gregor.guarantee.TransactionState;
import gregor.kafka.Api;
import gregor.kafka.Authorizer.ResourceType;
import gregor.kafka.RegularExpression;
import gregor.kafka.RequestContext;
import gregor.kafka.Serves;
import org.apache.kafka.common.message.ListTransactionsRequestData;
import org.apache.kafka.common.message.ListTransactionsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/// ListTransactions: returns the transactional ids that the principal may see, filtered by state, producer id and
/// duration, or by a regular expression of the syntax of RE2 that the whole id matches (KIP-664, KIP-994, KIP-1152).
@Serves(api = ApiKeys.LIST_TRANSACTIONS, oldest = 0, newest = 2)
public record ListTransactionsApi(TransactionCoordinator coordinator,
        InstantSource clock) implements Api<ListTransactionsRequestData> {
    private static final Set<String> STATES = Arrays.stream(TransactionState.values()).map(TransactionState::toString)
            .collect(Collectors.toSet());

    @Override
    public Optional<ApiMessage> answer(ListTransactionsRequestData request, RequestContext context) {
        var answer = new ListTransactionsResponseData();
        var unknown = new HashSet<>(request.stateFilters());
        unknown.removeAll(STATES);
        answer.unknownStateFilters().addAll(unknown);
        if (unknown.isEmpty() || unknown.size() < request.stateFilters().size()) {
            var filter = new Filter(Set.copyOf(request.stateFilters()), Set.copyOf(request.producerIdFilters()),
                    request.durationFilter(), clock.millis());
            Map<String, Transaction> all = coordinator.all();
            String pattern = request.transactionalIdPattern();
            if (pattern != null && !pattern.isEmpty()) {
                all.keySet().retainAll(Set.copyOf(
                        RegularExpression.matching("TransactionalIdPattern", pattern, List.copyOf(all.keySet()))));
            }
            all.values().stream().map(Transaction::metadata).filter(filter::accepts)
                    .filter(found -> context.mayDescribe(ResourceType.TRANSACTIONAL_ID, found.transactionalId()))
                    .forEach(found -> answer.transactionStates()
                            .add(new ListTransactionsResponseData.TransactionState()
                                    .setTransactionalId(found.transactionalId()).setProducerId(found.producerId())
                                    .setTransactionState(found.state().toString())));
        }
        return Optional.of(answer);
    }

    /// @param states    empty for all
    /// @param producers empty for all
    /// @param duration  how long a transaction is open, at least (ms); -1 for all
    private record Filter(Set<String> states, Set<Long> producers, long duration, long now) {
        boolean accepts(TransactionMetadata transaction) {
            return (states.isEmpty() || states.contains(transaction.state().toString()))
                    && (producers.isEmpty() || producers.contains(transaction.producerId()))
                    && (duration < 0 || now - transaction.started() > duration);
        }
    }
}
