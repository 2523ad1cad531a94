// Tokens on the drawing as it stands: what can happen, and what comes of it. How they go is the simulator core of
// bpmn-js-token-simulation, on a bus of its own, so that nothing of it is heard or written in the model. Where the core
// wants to know beforehand, tokens wait here for a choice: at each task, at whatever has several ways to choose from.
import simulatorModule from "bpmn-js-token-simulation/lib/simulator";
import { getBusinessObject, is, isAny } from "bpmn-js/lib/util/ModelUtil";

// What comes by itself: the end of something inside, what is undone, the other end of a link.
const BY_ITSELF = ["all-completed", "pre-exit", "exit", "compensate", "cancel", "link"];
const WAITS = ["bpmn:Task", "bpmn:CallActivity"];
const FREE = ["bpmn:SendTask", "bpmn:ReceiveTask"];

const flowsOf = (element) => element.outgoing.filter((one) => is(one, "bpmn:SequenceFlow"));
const isConditional = (flow) => Boolean(getBusinessObject(flow).conditionExpression);

// The ways somebody has to choose from at an element, and how many of them: one, some, or any number.
export function waysOf(element) {
  const flows = flowsOf(element);
  if (is(element, "bpmn:ExclusiveGateway")) return flows.length > 1 ? { flows, many: "one" } : null;
  if (is(element, "bpmn:InclusiveGateway")) return flows.length > 1 ? { flows, many: "some" } : null;
  if (is(element, "bpmn:ComplexGateway")) return flows.length > 1 ? { flows, many: "any" } : null;
  const asked = is(element, "bpmn:Activity") ? flows.filter((flow) => isConditional(flow) || getBusinessObject(element).default === getBusinessObject(flow)) : [];
  return asked.length ? { flows: asked, many: asked.length === flows.length ? "some" : "any" } : null;
}

export class Tokens {
  constructor(modeler) {
    this.registry = modeler.get("elementRegistry");
    const { constructor: bus } = modeler.get("eventBus");
    this.injector = modeler.get("injector").createChild([simulatorModule, { eventBus: ["type", bus] }]);
    this.injector.init();
    this.simulator = this.injector.get("simulator");
    this.moved = [];
    this.cases = new Set();
    this.simulator.on("trace", (event) => this.note(event));
    this.wait();
    this.simulator.reset();
  }

  note({ action, element, scope }) {
    if (action === "enter" || action === "signal") this.moved.push(element);
    if (action === "signal" && isAny(element, ["bpmn:Process", "bpmn:Participant"])) this.cases.add(scope);
  }

  // Tokens wait where the core would go on at once.
  wait() {
    const { simulator } = this;
    this.registry.forEach((element) => {
      const isFree = isAny(element, FREE) && !(is(element, "bpmn:SendTask") && waysOf(element));
      if (element.type !== "label" && isAny(element, WAITS) && !isFree) simulator.waitAtElement(element);
    });
    const activity = this.injector.get("activityBehavior");
    const waitsFor = (context) => activity.signalOnEvent(context, { element: context.element, type: "continue", interrupting: false, boundary: false });
    const chosen = (element, flow) => simulator.getConfig(element).activeOutgoing?.includes(flow);

    const exclusive = this.injector.get("exclusiveGatewayBehavior");
    simulator.registerBehavior("bpmn:ExclusiveGateway", {
      enter: (context) => (waysOf(context.element) ? waitsFor(context) : exclusive.enter(context)),
      signal: (context) => simulator.exit(context),
      exit(context) {
        if (waysOf(context.element)) activity.exit({ ...context, element: only(context.element, (flow) => chosen(context.element, flow)) });
        else exclusive.exit(context);
      },
    });
    simulator.registerBehavior("bpmn:ComplexGateway", {
      enter: waitsFor,
      signal: (context) => simulator.exit(context),
      exit: (context) => activity.exit(waysOf(context.element) ? { ...context, element: only(context.element, (flow) => chosen(context.element, flow)) } : context),
    });

    // What has come together waits for the choice, and is no longer met by what comes later.
    const inclusive = this.injector.get("inclusiveGatewayBehavior");
    const asked = new Set();
    const tryJoin = inclusive._tryJoin.bind(inclusive);
    inclusive._tryJoin = (context) => tryJoin({ ...context, exclude: [...(context.exclude ?? []), ...asked] });
    inclusive._simulator = Object.create(simulator, {
      exit: {
        value(context) {
          if (!waysOf(context.element)) return simulator.exit(context);
          asked.add(context.scope);
          return waitsFor(context);
        },
      },
    });
    inclusive.signal = (context) => simulator.exit(context);

    // Where a start is drawn, nothing else begins by itself.
    for (const name of ["processBehavior", "subProcessBehavior"]) {
      const behavior = this.injector.get(name);
      const starts = behavior._findStarts.bind(behavior);
      behavior._findStarts = (...asked) => {
        const found = starts(...asked);
        const drawn = found.filter((one) => is(one, "bpmn:StartEvent"));
        return drawn.length ? drawn : found;
      };
    }

    // What came by a message flow has not been chosen for.
    const received = this.injector.get("intermediateCatchEventBehavior");
    simulator.registerBehavior("bpmn:ReceiveTask", {
      enter: (context) => received.enter(context),
      signal: (context) => (waysOf(context.element) && !simulator.getConfig(context.element).activeOutgoing ? waitsFor(context) : received.signal(context)),
      exit(context) {
        received.exit(context);
        simulator.setConfig(context.element, { activeOutgoing: undefined });
      },
    });

    // A subprocess asks when all inside is over, or at once where nothing is drawn inside.
    const inner = this.injector.get("subProcessBehavior");
    const scopes = this.injector.get("scopeBehavior");
    const start = inner._start.bind(inner);
    const over = new Set();
    const ask = (context) => {
      over.add(context.scope);
      waitsFor(context);
      return [context.scope];
    };
    inner._start = (context) => {
      if (!waysOf(context.element)) return start(context);
      if (!inner._findStarts(context.element, context.startEvent).length) return ask(context);
      scopes.preExit(context.scope, () => (context.scope.active && !context.scope.failed ? ask(context) : []));
      return start(context);
    };
    inner.signal = (context) => (over.has(context.scope) ? scopes.tryExit(context.scope, context.scope) : inner._start(context));

    const exit = activity.exit.bind(activity);
    activity.exit = (context) => {
      const ways = is(context.element, "bpmn:Activity") ? waysOf(context.element) : null;
      exit(ways ? { ...context, element: only(context.element, (flow) => !ways.flows.includes(flow) || chosen(context.element, flow)) } : context);
    };
  }

  // Where tokens are, with what can happen there; and what can happen besides.
  places() {
    const places = new Map();
    const at = (element) => {
      if (!places.has(element)) places.set(element, { element, count: 0, acts: [], waitsFor: [] });
      return places.get(element);
    };
    const scopes = this.simulator.findScopes((scope) => scope.running && is(scope.element, "bpmn:FlowNode"));
    for (const scope of scopes) if (!scope.children.some((child) => child.running)) at(scope.element).count += 1;
    for (const { event, scope } of this.simulator.findSubscriptions((one) => one.event.element && !BY_ITSELF.includes(one.event.type))) {
      const { element } = event;
      const isBegin = !scope.running && isAny(scope.element, ["bpmn:Process", "bpmn:Participant"]);
      if (isBegin && [...this.cases].some((one) => one.element === scope.element && !one.destroyed)) continue;
      if (!isBegin && !scope.running) continue;
      const gateway = scope.element === element ? null : element.incoming.map((flow) => flow.source).find((source) => is(source, "bpmn:EventBasedGateway") && places.get(source)?.count);
      const place = at(event.boundary ? scope.element : (gateway ?? element));
      const kind = isBegin ? "begin" : event.type === "continue" ? "done" : "happens";
      const key = [kind, place.element.id, element.id].join(" ");
      if (!place.acts.some((act) => act.key === key)) place.acts.push({ key, kind, element, event, scope, ways: kind === "done" || is(element, "bpmn:ReceiveTask") ? waysOf(element) : null });
    }
    for (const place of places.values()) if (place.count && !place.acts.length) place.waitsFor = this.missing(place.element, scopes);
    return [...places.values()];
  }

  // The ways on which a join still waits.
  missing(element, scopes) {
    const arrived = new Set(scopes.filter((scope) => scope.element === element).map((scope) => scope.initiator?.element));
    return element.incoming.filter((flow) => is(flow, "bpmn:SequenceFlow") && !arrived.has(flow));
  }

  // Lets one thing happen; returns the elements the tokens came to, in this order. What is no longer there is undefined.
  act({ key, ways = [] }) {
    const act = this.places().flatMap((place) => place.acts).find((one) => one.key === key);
    const flows = ways.map((id) => this.registry.get(id));
    if (!act || flows.some((flow) => !act.ways?.flows.includes(flow))) return undefined;
    if (act.ways && !flows.length && act.ways.many !== "any") return undefined;
    if (act.ways) this.simulator.setConfig(act.element, { activeOutgoing: flows });
    this.moved = [];
    this.simulator.trigger({ event: act.event, scope: act.scope });
    return this.moved;
  }

  get isOver() {
    return this.cases.size > 0 && [...this.cases].every((scope) => scope.destroyed);
  }
}

// An element with some of its flows.
const only = (element, isTaken) => Object.create(element, { outgoing: { value: element.outgoing.filter((flow) => !is(flow, "bpmn:SequenceFlow") || isTaken(flow)) } });
