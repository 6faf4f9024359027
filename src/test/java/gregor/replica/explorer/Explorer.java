package gregor.replica.explorer;

import module java.base;

import gregor.replica.ClusterSettings;
import gregor.replica.explorer.Action.Kind;
import org.jspecify.annotations.Nullable;

/// Tries the schedules of a small cluster: which message arrives next, which one is lost, and when a broker fails.
///
/// It begins with the schedule in which messages arrive in the order in which they were sent, and no broker fails; then
/// it tries all that differ from it in one place, then in two, and so on. It stops at the first schedule that breaks a
/// promise, and shortens it. States that look the same are continued once.
public final class Explorer {
    private final ClusterSettings settings;
    private final int events;
    private final int faults;
    private final int maxStates;
    private final Set<Kind> kinds;
    private final List<String> begin;
    private final Queue<Start> starts = new ArrayDeque<>();
    private final Set<Long> seen = new HashSet<>();
    private int differences;

    /// A schedule: its last action, and the schedule before that.
    private record Schedule(@Nullable Schedule before, Action last) {
        static List<Action> actions(@Nullable Schedule schedule) {
            var actions = new ArrayDeque<Action>();
            for (Schedule at = schedule; at != null; at = at.before()) {
                actions.addFirst(at.last());
            }
            return new ArrayList<>(actions);
        }
    }

    /// A schedule to be continued without more differences.
    ///
    /// @param differences from the first schedule
    /// @param faults      the faults among them
    /// @param lost        the faults that lose events on a disk
    /// @param complete    whether no message was lost
    private record Start(@Nullable Schedule schedule, int differences, int faults, int lost, boolean complete) {
        Start with(@Nullable Schedule before, Action action) {
            return new Start(new Schedule(before, action), differences + 1, faults + (action.kind().isFault() ? 1 : 0),
                    lost + (action.is(Kind.FAIL_POWER) ? 1 : 0), complete && !action.is(Kind.DROP));
        }
    }

    /// @param events    the number of events that a producer sends with acks=all
    /// @param faults    the number of faults; of disks, fewer than `min.insync.replicas` lose events
    /// @param maxStates where it stops
    public Explorer(ClusterSettings settings, int events, int faults, int maxStates) {
        this(settings, events, faults, maxStates, Set.of(), List.of());
    }

    /// @param kinds the kinds of actions by which schedules may differ, such as `CRASH`; all if it is empty
    /// @param begin how all schedules begin: `CRASH:1` for an action, `calm` for all that happens without a fault,
    ///              `until:Fetch` for that until the next message is a `Fetch`
    Explorer(ClusterSettings settings, int events, int faults, int maxStates, Set<Kind> kinds, List<String> begin) {
        this.begin = begin;
        this.settings = settings.withoutTimers();
        this.events = events;
        this.faults = faults;
        this.maxStates = maxStates;
        this.kinds = kinds.isEmpty() ? EnumSet.allOf(Kind.class) : kinds;
    }

    /// Explores, and returns a short schedule that breaks a promise.
    public Optional<Counterexample> explore() {
        Schedule first = null;
        for (Action action : begin()) {
            first = new Schedule(first, action);
        }
        starts.add(new Start(first, 0, 0, 0, true));
        while (!starts.isEmpty() && seen.size() < maxStates) {
            Optional<Counterexample> broken = follow(starts.remove());
            if (broken.isPresent()) {
                return broken;
            }
        }
        return Optional.empty();
    }

    private List<Action> begin() {
        var world = new World(settings, events);
        var actions = new ArrayList<Action>();
        for (String word : begin) {
            String[] parts = word.split(":");
            if (word.matches("calm|until:.*")) {
                actions.addAll(world.calm(parts[parts.length - 1]));
            } else {
                var action = new Action(Kind.valueOf(parts[0]), Integer.parseInt(parts[1]));
                world.perform(action);
                actions.add(action);
            }
        }
        return actions;
    }

    /// Returns the number of different states that were found.
    public int states() {
        return seen.size();
    }

    /// Returns in how many places the last schedule differed from the first one.
    public int differences() {
        return differences;
    }

    /// Continues a schedule in the order of time until nothing is left to do, or until a state that is known, and notes
    /// all ways to differ from it. In a state that it returns to, the next possible action comes first: a follower that
    /// fetches again and again delays nothing for ever.
    private Optional<Counterexample> follow(Start start) {
        differences = start.differences();
        var world = new World(settings, events);
        Schedule.actions(start.schedule()).forEach(world::perform);
        Schedule schedule = start.schedule();
        var passed = new HashMap<Long, Integer>();
        while (true) {
            long state = world.fingerprint(start.faults(), start.lost());
            List<Action> possible = world.possible();
            int visits = passed.merge(state, 1, Integer::sum) - 1;
            boolean known = !seen.add(state) && visits == 0;
            boolean settled = visits >= possible.size();
            if (start.complete() && settled) {
                world.cluster().invariants().checkSettled();
                if (!world.broken().isEmpty()) {
                    return Optional.of(report(shorten(Schedule.actions(start.schedule()), true), true));
                }
            }
            if (!world.broken().isEmpty()) {
                return Optional.of(report(shorten(Schedule.actions(schedule), false), false));
            }
            if (known || settled) {
                return Optional.empty();
            }
            if (visits == 0) {
                for (Action action : differences(world, start, possible.subList(1, possible.size()))) {
                    starts.add(start.with(schedule, action));
                }
            }
            world.perform(possible.get(visits));
            schedule = new Schedule(schedule, possible.get(visits));
        }
    }

    private List<Action> differences(World world, Start start, List<Action> others) {
        var actions = new ArrayList<>(others);
        world.faults(start.lost()).stream().filter(action -> !action.kind().isFault() || start.faults() < faults)
                .forEach(actions::add);
        actions.removeIf(action -> !kinds.contains(action.kind()));
        return actions;
    }

    /// Leaves out actions as long as the schedule still breaks a promise.
    ///
    /// @param settle whether a promise breaks when all has happened that can happen after the schedule
    private List<Action> shorten(List<Action> schedule, boolean settle) {
        List<Action> shortest = schedule;
        for (int i = shortest.size() - 1; i >= 0; i--) {
            var shorter = new ArrayList<>(shortest);
            shorter.remove(i);
            Optional<Integer> end = end(shorter, settle);
            if (end.isPresent()) {
                shortest = shorter.subList(0, end.get());
                i = shortest.size();
            }
        }
        return shortest;
    }

    /// Returns after how many actions a schedule breaks a promise; empty if it breaks none or cannot be performed.
    private Optional<Integer> end(List<Action> schedule, boolean settle) {
        var world = new World(settings, events);
        for (int i = 0; i < schedule.size(); i++) {
            if (!world.isPossible(schedule.get(i))) {
                return Optional.empty();
            }
            world.perform(schedule.get(i));
            if (!world.broken().isEmpty()) {
                return Optional.of(i + 1);
            }
        }
        if (settle) {
            settle(world);
        }
        return world.broken().isEmpty() ? Optional.empty() : Optional.of(schedule.size());
    }

    /// Lets all happen that happens without a fault, until nothing changes.
    private static List<Action> settle(World world) {
        var performed = new ArrayList<Action>();
        var passed = new HashMap<Long, Integer>();
        Optional<Action> next = next(world, passed);
        while (next.isPresent()) {
            performed.add(next.get());
            world.perform(next.get());
            next = next(world, passed);
        }
        world.cluster().invariants().checkSettled();
        return performed;
    }

    private static Optional<Action> next(World world, Map<Long, Integer> passed) {
        int visits = passed.merge(world.fingerprint(0, 0), 1, Integer::sum) - 1;
        return world.possible().stream().skip(visits).findFirst();
    }

    private Counterexample report(List<Action> schedule, boolean settle) {
        var all = new ArrayList<>(schedule);
        if (settle) {
            var world = new World(settings, events);
            schedule.forEach(world::perform);
            all.addAll(settle(world));
        }
        var picture = new SequencePicture(new World(settings, events));
        all.forEach(picture::perform);
        if (settle) {
            picture.world().cluster().invariants().checkSettled();
        }
        return new Counterexample(picture.world().broken().getFirst(), all.size(), picture.toString());
    }
}
