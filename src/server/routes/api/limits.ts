/** The longest page of any list. */
export const LIST_LIMIT_MAX = 200;
