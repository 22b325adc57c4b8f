import type { Place } from '../../model.ts';
import type { Address } from './format.ts';

/** An address as a place; null when nothing of it is filled in. */
export function readPlace(sent: Address | null | undefined): Place | null {
  if (!sent) return null;
  const place: Place = {
    city: sent.city || null,
    province: sent.province || null,
    provinceCode: sent.provinceCode || null,
    district: sent.district || null,
    districtCode: sent.districtCode || null,
    ward: sent.ward || null,
    wardCode: sent.wardCode || null,
    countryCode: sent.countryCode?.toUpperCase() || null,
    address: sent.address || null,
  };
  if (Object.values(place).every((part) => part === null)) return null;
  return sent.kind ? { ...place, kind: sent.kind } : place;
}
