/** Bumped when a rule, its order or its words change in a way that can change a verdict. */
export const rulesVersion = '2026.11.0';
