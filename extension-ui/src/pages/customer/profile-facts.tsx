import { Badge, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFormats } from '../../session/admin.tsx';
import classes from './customer.module.css';
import type { Customer, Place } from './customer.ts';
import { EmailText } from './email-text.tsx';
import { CONSENTS, writtenBirthDate } from './profile-draft.ts';
import { useTexts } from './texts.ts';
import { useAttributes } from './use-attributes.ts';

/** The profile as it stands. What is not known is said, so that everybody sees what could be asked. */
export function ProfileFacts({ customer }: { customer: Customer }) {
  const t = useTexts();
  const f = useFormats();
  const { name, nameFolded, phone, phoneDisplay, email, gender, birthDate, groups, company, note, addresses } =
    customer;
  const { source, lastSource } = customer;
  const consentName = useConsentName();
  return (
    <dl className={classes['facts']}>
      <Fact label={t('name')}>{name && <span title={t('searchedAs', { folded: nameFolded ?? '' })}>{name}</span>}</Fact>
      <Fact label={t('phone')}>{phone && <a href={`tel:${phone}`}>{phoneDisplay}</a>}</Fact>
      <Fact label={t('email')}>
        {email && (
          <a href={`mailto:${email}`}>
            <EmailText email={email} />
          </a>
        )}
        {email && customer.emailDeliverable === null && (
          <Text size="xs" c="dimmed">
            {t('emailUntested')}
          </Text>
        )}
      </Fact>
      <Fact label={t('emailConsent')}>{consentName(customer.emailConsent)}</Fact>
      <Fact label={t('smsConsent')}>{consentName(customer.smsConsent)}</Fact>
      <Fact label={t('gender')}>{gender === null ? t('unknown') : t(gender)}</Fact>
      <Fact label={t('birthDate')}>{birthDate && writtenBirthDate(birthDate)}</Fact>
      {source && <Fact label={t('source')}>{source}</Fact>}
      {lastSource && lastSource !== source && <Fact label={t('lastSource')}>{lastSource}</Fact>}
      {company && <Fact label={t('company')}>{company}</Fact>}
      <Attributes values={customer.attributes} />
      {groups.length > 0 && <Fact label={t('groups')}>{f.list(groups)}</Fact>}
      {note && (
        <Fact label={t('note')}>
          <span className={classes['text']}>{note}</span>
        </Fact>
      )}
      <Fact label={t('addresses')}>{addresses.length > 0 && <Addresses addresses={addresses} />}</Fact>
    </dl>
  );
}

function Attributes({ values }: { values: Customer['attributes'] }) {
  const { attributes, written } = useAttributes();
  return attributes
    .filter(({ name }) => values[name] !== undefined)
    .map(({ name, label, type }) => (
      <Fact key={name} label={label}>
        {values[name] !== undefined && written(values[name], type)}
      </Fact>
    ));
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  const t = useTexts();
  const isNone = [children].flat().every((child) => child === null || child === false);
  return (
    <div style={{ display: 'contents' }}>
      <dt>{label}</dt>
      <dd>
        {isNone ? (
          <Text span c="dimmed" size="sm">
            {t('none')}
          </Text>
        ) : (
          children
        )}
      </dd>
    </div>
  );
}

function Addresses({ addresses }: { addresses: readonly Place[] }) {
  const t = useTexts();
  return (
    <ul className={classes['plain']}>
      {addresses.map((place, index) => (
        <li key={placeText(place)} style={{ marginBottom: 4 }}>
          {placeText(place)} {index === 0 && addresses.length > 1 && <Badge color="gray">{t('defaultAddress')}</Badge>}
        </li>
      ))}
    </ul>
  );
}

/** What somebody said to being written to. */
export function useConsentName(): (consent: string | null) => string {
  const t = useTexts();
  return (consent) => {
    const known = ([...CONSENTS, 'redacted'] as const).find((one) => one === consent);
    return known ? t(known) : t('unknown');
  };
}

/** An address in one line, from the smallest part to the greatest. */
export function placeText(place: Partial<Place>): string {
  const { address, ward, district, city, province } = place;
  const parts = [address, ward, district, city, province].filter((part) => part !== null && part !== undefined);
  return [...new Set(parts)].join(', ') || (place.countryCode ?? '');
}
