/** Two bans that oxlint has no rule for. */

/** `new Date()` and `Date()` read the clock; `Date.now` is banned by a rule of oxlint itself. */
const noClockDate = {
  create(context) {
    const check = (node) => {
      if (node.callee.type !== "Identifier" || node.callee.name !== "Date") return;
      if (node.type === "NewExpression" && node.arguments.length > 0) return;
      context.report({ node, message: "This reads the clock. Take the time as an argument." });
    };
    return { NewExpression: check, CallExpression: check };
  },
};

/** What depends on the zone or the language of the machine. */
const local =
  /^(toLocale\w*|localeCompare|getTimezoneOffset|toDateString|toTimeString|[gs]et(FullYear|Month|Date|Day|Hours|Minutes|Seconds))$/;

const noLocalTime = {
  create(context) {
    return {
      MemberExpression(node) {
        const { name } = node.property;
        if (node.computed || !local.test(name)) return;
        context.report({ node, message: `${name} depends on the machine's zone or language.` });
      },
    };
  },
};

export default {
  meta: { name: "tidemark" },
  rules: { "no-clock-date": noClockDate, "no-local-time": noLocalTime },
};
