import t from 'tap';
import { SEGMENT_ROWS, testsOfRows } from '../../scripts/segment-rows.ts';

t.test('every row of the specification about segments has a test that is named after it', async (t) => {
  const tests = testsOfRows();
  const bare = Object.keys(SEGMENT_ROWS).filter((id) => (tests.get(id) ?? []).length === 0);
  t.strictSame(bare, [], 'rows without a test');
});
