// Functions: defined in the model, and called.
//
// Source: DMN 1.5, 10.3.2.13 and table 44.
import { Scope } from "./scope.js";
import { nameOf, parts } from "./tree.js";
import { typeOfNode } from "./type_names.js";
import { convert } from "./types.js";
import { Func, MISMATCH } from "./values.js";

// A function of the model: its arguments are brought to the types it asks for.
export function userFunction(params, run, result = null) {
  return new Func(
    params,
    (given) => {
      const entries = new Map();
      const isNamed = given instanceof Map;
      if ((isNamed ? given.size : given.length) !== params.length) return MISMATCH;
      for (const [index, { name, type }] of params.entries()) {
        if (isNamed && !given.has(name)) return MISMATCH;
        const value = convert(isNamed ? given.get(name) : given[index], type);
        if (value === undefined) return MISMATCH;
        entries.set(name, value);
      }
      return run(entries);
    },
    result,
  );
}

// What is made of the nodes that define and call; `expression` makes what is made of any other.
export function calling(expression) {
  function functionDefinition(node) {
    if (node.kids.some((each) => each.name === "external")) {
      return () => {
        throw new Error(`“${node.text.slice(0, 60)}” is a function outside of the model (Java, PMML); it is not run`);
      };
    }
    const formal = node.kids.find((each) => each.name === "FormalParameters");
    const params = (formal ? parts(formal) : []).map((param) => {
      const type = param.kids.find((each) => each.name === "Type");
      return { name: nameOf(parts(param)[0]), node: type };
    });
    const body = expression(parts(node.kids.find((each) => each.name === "FunctionBody"))[0]);
    return (scope, course) => {
      const typed = params.map(({ name, node: type }) => ({ name, type: type ? (typeOfNode(type, course.types) ?? null) : null }));
      return userFunction(typed, (entries) => body(new Scope(entries, scope), course));
    };
  }

  function invocation(node, target, given) {
    const isNamed = given.name === "NamedParameters";
    const args = parts(given).map((each) => (isNamed ? [nameOf(parts(each)[0]), expression(parts(each)[1])] : expression(each)));
    return (scope, course) => {
      const callee = target(scope, course);
      if (!(callee instanceof Func)) return course.warn("NO_FUNCTION_FOUND", `There is no function “${node.text.split("(")[0].trim()}”`);
      const taken = isNamed ? new Map(args.map(([name, value]) => [name, value(scope, course)])) : args.map((value) => value(scope, course));
      const result = callee.invoke(taken, course);
      if (result === MISMATCH) return course.warn("FUNCTION_INVOCATION_FAILURE", `“${node.text}”: the arguments do not fit`);
      return result;
    };
  }

  return { functionDefinition, invocation };
}
