// What the palette and the menu beside an element draw: a step is somebody's work. The drawing program's own default is a
// task of no kind, which the engine passes at once; that one is left to the menu that changes an element.
const STEP = { type: "bpmn:UserTask", icon: "bpmn-icon-user-task" };

const APPENDED = { "append.append-task": "Append user task", "append.compensation-activity": "Append compensation activity" };

function Kinds(palette, contextPad, elementFactory, create, autoPlace, appendPreview, translate) {
  const options = (entry) => ({ type: STEP.type, ...(entry === "append.compensation-activity" ? { isForCompensation: true } : {}) });

  palette.registerProvider(500, {
    getPaletteEntries: () => (entries) => {
      const draw = (event) => create.start(event, elementFactory.createShape({ type: STEP.type }));
      return { ...entries, "create.task": { ...entries["create.task"], className: STEP.icon, title: translate("Create user task"), action: { dragstart: draw, click: draw } } };
    },
  });

  contextPad.registerProvider(500, {
    getContextPadEntries: () => (entries) => {
      const changed = { ...entries };
      for (const [name, title] of Object.entries(APPENDED)) {
        if (!entries[name]) continue;
        changed[name] = {
          ...entries[name],
          className: STEP.icon,
          title: translate(title),
          action: {
            dragstart: (event, element) => create.start(event, elementFactory.createShape(options(name)), { source: element }),
            click: (_event, element) => autoPlace.append(element, elementFactory.createShape(options(name))),
            hover: (_event, element) => {
              appendPreview.create(element, STEP.type, options(name));
              return () => appendPreview.cleanUp();
            },
          },
        };
      }
      return changed;
    },
  });
}
Kinds.$inject = ["palette", "contextPad", "elementFactory", "create", "autoPlace", "appendPreview", "translate"];

// A task of no kind becomes a user task where it stands, with all that is said of it.
export const madeUserTask = (modeler, element) => modeler.get("bpmnReplace").replaceElement(element, { type: STEP.type });

export const kindsModule = { __init__: ["kinds"], kinds: ["type", Kinds] };
